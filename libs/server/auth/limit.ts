import { Injectable } from '@nestjs/common';
import type { AccountInput } from '@belltower/dto';

/** A property of the account that limits something. */
export type Limit = Extract<keyof AccountInput, `max${string}`>;

/** Counts how much of a limit an account has used. */
export type Meter = (accountId: number) => Promise<number>;

/**
 * Who can count what. The module that owns the rows registers its meter, as accounts know nothing of
 * contacts or campaigns. A limit without one is a ceiling for each thing, such as the longest call.
 */
@Injectable()
export class Meters {
  private readonly byLimit = new Map<Limit, Meter>();

  register(limit: Limit, meter: Meter): void {
    this.byLimit.set(limit, meter);
  }

  /** Null where nothing is used up. */
  async used(limit: Limit, accountId: number): Promise<number | null> {
    return (await this.byLimit.get(limit)?.(accountId)) ?? null;
  }
}
