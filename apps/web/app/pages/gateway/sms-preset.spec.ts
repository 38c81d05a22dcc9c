import { HTTP_SMS_PRESETS, HttpSmsSettings } from '@belltower/dto';
import { filledBy } from './sms-preset';

const preset = (key: string) => HTTP_SMS_PRESETS.find((known) => known.key === key)!;

describe('a gateway filled in for a provider', () => {
  it('keeps what is the customer’s own', () => {
    const typed = { 'settings.user': 'AC1', 'settings.webhookSecret': 'x'.repeat(20) };
    const { values, secretMade } = filledBy(preset('twilio'), typed, false);
    expect(secretMade).toBe(false);
    expect({ ...typed, ...values }).toMatchObject({
      ...typed,
      'settings.idPath': 'sid',
      'settings.statePath': 'MessageStatus',
    });
    expect(values).not.toHaveProperty(['settings.password']);
  });

  it('has nothing left of another provider', () => {
    const vonage = filledBy(preset('vonage'), {}, true).values;
    const twilio = filledBy(preset('twilio'), {}, true).values;
    expect(vonage['settings.takenWords']).toEqual(['0']);
    expect({ ...vonage, ...twilio }).toMatchObject({
      'settings.takenPath': '',
      'settings.takenWords': [],
      'settings.gsmWord': '',
      'settings.busyStatuses': new HttpSmsSettings().busyStatuses,
    });
  });

  it('gets a secret for its reports, another one each time, unless it has one', () => {
    const made = () => filledBy(preset('twilio'), {}, false).values['settings.webhookSecret'];
    expect(made()).toMatch(/^[0-9a-f]{40}$/);
    expect(made()).not.toBe(made());
    expect(filledBy(preset('twilio'), {}, true)).toMatchObject({ secretMade: false });
  });

  it.each(HTTP_SMS_PRESETS.map(({ key }) => key))(
    'is emptied of all that %s does not set',
    (key) => {
      const settings = Object.keys(preset('kannel').settings).concat(
        HTTP_SMS_PRESETS.flatMap((known) => Object.keys(known.settings)),
      );
      const { values } = filledBy(preset(key), {}, true);
      for (const name of settings) expect(values).toHaveProperty([`settings.${name}`]);
    },
  );
});
