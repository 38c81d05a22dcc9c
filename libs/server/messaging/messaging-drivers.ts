import { DriverDescription, FieldProblem } from '@belltower/dto';
import { Clock, Outbound } from '@belltower/core';
import { Messaging, Receive } from './messaging';

/** What a driver is given to make its connection. */
export interface MessagingContext<S extends object = object> {
  gatewayId: number;
  /** Checked against the driver's DTO, its secrets readable. */
  settings: S;
  /** Directory under which the process may keep files. */
  dataDir: string;
  clock: Clock;
  receive: Receive;
  /** What requests over HTTP go out by. */
  outbound: Outbound;
  /** Where the provider reaches this gateway's {@link Messaging.webhook}; null where it cannot. */
  webhookUrl: string | null;
}

/** A way to send messages: what its gateways are asked for, and how a connection to one is made. */
export interface MessagingDriver<S extends object = object> extends DriverDescription<S> {
  create(context: MessagingContext<S>): Messaging;
  /** What speaks against settings, sound by themselves, where this installation runs. */
  refuses?(settings: S, outbound: Outbound): FieldProblem[];
  /** Whether providers post to its {@link Messaging.webhook}. */
  webhook?: boolean;
}

/** The drivers of this installation, in the order in which they are offered. */
export class MessagingDrivers {
  private readonly byKey = new Map<string, MessagingDriver>();

  constructor(drivers: readonly MessagingDriver[]) {
    for (const driver of drivers) {
      if (this.byKey.has(driver.key))
        throw new Error(`Two messaging drivers are called “${driver.key}”.`);
      this.byKey.set(driver.key, driver);
    }
  }

  all(): MessagingDriver[] {
    return [...this.byKey.values()];
  }

  find(key: string): MessagingDriver | undefined {
    return this.byKey.get(key);
  }
}
