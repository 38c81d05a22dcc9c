import { Config, Invalid, Outbound, Secrets } from '@belltower/core';
import {
  blanksToUndefined,
  Channel,
  DriverDescription,
  Dto,
  FieldProblem,
  fieldsOf,
  GatewayInput,
  problemsOf,
} from '@belltower/dto';
import { MessagingDriver, MessagingDrivers } from '@belltower/messaging';
import { TelephonyDrivers } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { validateSync } from 'class-validator';
import { Gateway } from './gateway.entity';

type Values = Record<string, unknown>;

/** What a gateway keeps of its driver's settings. */
export type KeptSettings = Pick<Gateway, 'settings' | 'secrets'>;

/** The settings of a driver: checked by its own class, its secrets sealed, never given out. */
@Injectable()
export class DriverSettings {
  constructor(
    @Inject(TelephonyDrivers) private readonly telephony: TelephonyDrivers,
    @Inject(MessagingDrivers) private readonly messaging: MessagingDrivers,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(Config) private readonly config: Config,
    @Inject(Outbound) private readonly outbound: Outbound,
  ) {}

  /** @throws Invalid `gateway.unknown-driver`, naming the field */
  driverOf({ driver, channel }: Pick<GatewayInput, 'driver' | 'channel'>): DriverDescription {
    const known = this.find(channel, driver);
    if (known) return known;
    const other = this.find(channel === Channel.Sms ? Channel.Voice : Channel.Sms, driver);
    const [field, message] = other
      ? ['channel', `${other.label} carries ${OTHER[channel]}.`]
      : ['driver', `This installation has no driver called “${driver}”.`];
    throw new Invalid('gateway.unknown-driver', message, [{ field, message }]);
  }

  isSimulated({ driver, channel }: Pick<Gateway, 'driver' | 'channel'>): boolean {
    return this.find(channel, driver)?.simulated ?? false;
  }

  /** Where the provider of a gateway reports, without the secret for it; null where its driver waits for no reports. */
  webhookOf({ id, driver, channel }: Pick<Gateway, 'id' | 'driver' | 'channel'>): string | null {
    if (channel !== Channel.Sms || !this.messaging.find(driver)?.webhook) return null;
    return `${this.config.PUBLIC_URL}/api/v1/webhooks/messages/${id}`;
  }

  /** All drivers with what they carry, in the order in which they are offered. */
  drivers(): (DriverDescription & { channel: Channel })[] {
    const of = (channel: Channel, drivers: readonly DriverDescription[]) =>
      drivers.map((driver) => ({ ...driver, channel }));
    return [...of(Channel.Voice, this.telephony.all()), ...of(Channel.Sms, this.messaging.all())];
  }

  /**
   * Checks what was sent against the driver's class and parts secrets from the rest. A secret that was not
   * sent stays as it is.
   * @throws Invalid `gateway.settings`, each field named `settings.<name>`
   */
  keep(driver: DriverDescription, given: Values, before?: KeptSettings): KeptSettings {
    const kept = before ? this.open(before) : {};
    const known = blanksToUndefined(given);
    refuseUnknown(driver, known);
    const values: Values = Object.assign(new driver.settings(), known);
    const isSecret = (name: string) => (driver.secrets as readonly string[]).includes(name);
    const names = fieldsOf(driver.settings).map(({ name }) => name);
    const closed = names.filter(isSecret);
    for (const name of closed) values[name] ??= kept[name];
    refuseBroken(driver.settings, values);
    refuse((driver as Partial<MessagingDriver>).refuses?.(values, this.outbound) ?? []);
    const held = pick(values, closed);
    return {
      settings: pick(
        values,
        names.filter((name) => !isSecret(name)),
      ),
      secrets: Object.keys(held).length ? this.secrets.seal(JSON.stringify(held)) : null,
    };
  }

  /** All settings of a gateway for its driver, secrets readable. */
  read(driver: DriverDescription, kept: KeptSettings): object {
    return Object.assign(new driver.settings(), kept.settings, this.open(kept));
  }

  /** Names of the secrets that are kept. */
  secretsKept(kept: KeptSettings): string[] {
    return Object.keys(this.open(kept));
  }

  private find(channel: Channel, key: string): DriverDescription | undefined {
    return (channel === Channel.Sms ? this.messaging : this.telephony).find(key);
  }

  private open({ secrets }: KeptSettings): Values {
    return secrets ? (JSON.parse(this.secrets.open(secrets)) as Values) : {};
  }
}

const OTHER: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'messages, not calls',
  [Channel.Sms]: 'calls, not messages',
};

function refuseUnknown(driver: DriverDescription, given: Values): void {
  const names = fieldsOf(driver.settings).map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  refuse(unknown.map((field) => ({ field, message: `${driver.label} has no setting “${field}”` })));
}

function refuseBroken(dto: Dto, values: Values): void {
  refuse(problemsOf(dto, validateSync(values)));
}

function refuse(problems: FieldProblem[]): void {
  if (!problems.length) return;
  const fields = problems.map(({ field, message }) => ({ field: `settings.${field}`, message }));
  throw new Invalid('gateway.settings', fields[0]!.message, fields);
}

/** Those of these values that are given. */
function pick(values: Values, names: readonly string[]): Values {
  const given = names.filter((name) => values[name] !== undefined && values[name] !== null);
  return Object.fromEntries(given.map((name) => [name, values[name]]));
}
