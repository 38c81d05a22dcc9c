import { Dto } from '@belltower/dto';
import { Clock } from '@belltower/core';
import { Telephony } from './telephony';

/** What a driver is given to make its connection. */
export interface DriverContext<S extends object = object> {
  gatewayId: number;
  /** Checked against the driver's DTO, its secrets readable. */
  settings: S;
  /** Directory under which the process may keep files. */
  dataDir: string;
  clock: Clock;
}

/** A way to reach the phone network: its settings (from which the gateway's form is drawn) and its maker. */
export interface TelephonyDriver<S extends object = object> {
  /** Kept with each gateway; lower case. */
  key: string;
  label: string;
  /** Whether it calls nobody: said wherever one of its gateways shows. */
  simulated: boolean;
  settings: Dto<S>;
  /** Settings that are encrypted at rest and never shown again. */
  secrets: readonly (keyof S & string)[];
  create(context: DriverContext<S>): Telephony;
}

/** The drivers of this installation, in the order in which they are offered. */
export class TelephonyDrivers {
  private readonly byKey = new Map<string, TelephonyDriver>();

  constructor(drivers: readonly TelephonyDriver[]) {
    for (const driver of drivers) {
      if (this.byKey.has(driver.key))
        throw new Error(`Two telephony drivers are called “${driver.key}”.`);
      this.byKey.set(driver.key, driver);
    }
  }

  all(): TelephonyDriver[] {
    return [...this.byKey.values()];
  }

  find(key: string): TelephonyDriver | undefined {
    return this.byKey.get(key);
  }
}
