import { Config, Invalid, Outbound, Secrets } from '@belltower/core';
import { Channel, Field } from '@belltower/dto';
import { MessagingDriver, MessagingDrivers, smsSimulator } from '@belltower/messaging';
import { Telephony, TelephonyDriver, TelephonyDrivers } from '@belltower/telephony';
import { IsOptional, Length } from 'class-validator';
import { DriverSettings } from './driver-settings';

class TrunkSettings {
  @Field({ label: 'Host' })
  @Length(1, 100)
  host = '';

  @Field({ label: 'User' })
  @IsOptional()
  @Length(1, 100)
  user?: string;

  @Field({ label: 'Password', kind: 'password' })
  @Length(4, 100)
  password = '';
}

const trunk: TelephonyDriver<TrunkSettings> = {
  key: 'trunk',
  label: 'Trunk',
  simulated: false,
  settings: TrunkSettings,
  secrets: ['password'],
  create: () => ({}) as Telephony,
};

describe('the settings of a driver', () => {
  const settings = new DriverSettings(
    new TelephonyDrivers([trunk as TelephonyDriver]),
    new MessagingDrivers([smsSimulator as MessagingDriver]),
    new Secrets('long enough to be a secret key of tests'),
    new Config(),
    new Outbound(false),
  );
  const driver = settings.driverOf({ driver: 'trunk', channel: Channel.Voice });
  const kept = settings.keep(driver, { host: 'sip.example.org', password: 'swordfish' });

  const refusalOf = (given: Record<string, unknown>) => {
    try {
      settings.keep(driver, given);
    } catch (error) {
      return (error as Invalid).fields;
    }
    return [];
  };

  it('are kept with their secrets sealed', () => {
    expect(kept.settings).toEqual({ host: 'sip.example.org' });
    expect(kept.secrets).toEqual(expect.any(String));
    expect(JSON.stringify(kept)).not.toContain('swordfish');
    expect(settings.secretsKept(kept)).toEqual(['password']);
  });

  it('can be read by the driver, secrets included', () => {
    expect(settings.read(driver, kept)).toEqual({ host: 'sip.example.org', password: 'swordfish' });
  });

  it('keep a secret that is not given again, and take one that is', () => {
    const moved = settings.keep(driver, { host: 'sip2.example.org', password: '' }, kept);
    expect(settings.read(driver, moved)).toMatchObject({ password: 'swordfish' });
    const changed = settings.keep(driver, { host: 'sip2.example.org', password: 'tuna' }, kept);
    expect(settings.read(driver, changed)).toMatchObject({ password: 'tuna' });
  });

  it('are refused without a secret that is needed', () => {
    expect(refusalOf({ host: 'sip.example.org' })).toEqual([
      expect.objectContaining({ field: 'settings.password' }),
    ]);
  });

  it('are refused with one that the driver does not know', () => {
    expect(refusalOf({ host: 'sip.example.org', password: 'tuna', port: 5060 })).toEqual([
      { field: 'settings.port', message: 'Trunk has no setting “port”' },
    ]);
  });

  it('are those of a driver for the channel, as two may have one name', () => {
    const simulator = settings.driverOf({ driver: 'simulator', channel: Channel.Sms });
    expect(simulator.settings).toBe(smsSimulator.settings);
    expect(() => settings.driverOf({ driver: 'trunk', channel: Channel.Sms })).toThrow(
      'Trunk carries calls, not messages.',
    );
    expect(() => settings.driverOf({ driver: 'pigeon', channel: Channel.Sms })).toThrow(Invalid);
  });
});
