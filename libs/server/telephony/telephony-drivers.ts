import { DriverDescription } from '@belltower/dto';
import { Clock } from '@belltower/core';
import { Sounds } from './sound';
import { Telephony } from './telephony';

/** What a driver is given to make its connection. */
export interface DriverContext<S extends object = object> {
  gatewayId: number;
  /** Checked against the driver's DTO, its secrets readable. */
  settings: S;
  /** Directory under which the process may keep files. */
  dataDir: string;
  clock: Clock;
  sounds: Sounds;
}

/** A way to reach the phone network: what its gateways are asked for, and how a connection to one is made. */
export interface TelephonyDriver<S extends object = object> extends DriverDescription<S> {
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
