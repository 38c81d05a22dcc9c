import { Queryable } from '@belltower/core';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { CallName, nameOf } from './call-name';

/** For so long a callee waits for a channel over which another party can be called. */
const PATIENCE_MS = 10_000;

/* Writes to ledger rows that their calls take two channels; what has left the ledger meanwhile takes none. */
const TAKE_TWO = `
update inflight set channels = 2
  from unnest($1::bigint[], $2::bigint[]) as named (account_id, id)
 where inflight.account_id = named.account_id and inflight.id = named.id
returning inflight.account_id "accountId", inflight.id, inflight.dialer_id "dialerId"`;

/**
 * Notes in the ledger that each of these calls takes a second channel. Answers which of them are still there, and the
 * process that each belongs to.
 */
export async function takeTwoChannels(
  db: Queryable,
  calls: readonly CallName[],
): Promise<(CallName & { dialerId: string })[]> {
  return db.query(TAKE_TWO, [calls.map(({ accountId }) => accountId), calls.map(({ id }) => id)]);
}

interface Waiting {
  call: CallName;
  answer: (granted: boolean) => void;
}

/**
 * Second channels of this process's calls. Whom a callee wants to be connected with is called over the same gateway, and
 * takes a channel of it and of the account as any call does: the leader, who alone knows how many are free, gives it, and
 * gives it before new calls. The call keeps it to its end, which is near where the other party is not reached.
 */
@Injectable()
export class TransferChannels {
  /** A call wants a channel: for the leader to hear. Said again every second, as a leader may have changed. */
  readonly wanted = new Subject<CallName>();
  private readonly waiting = new Map<string, Waiting>();

  /** Resolves true as soon as the call has a second channel, and false where none has come free in time. */
  async ask(call: CallName): Promise<boolean> {
    const name = nameOf(call);
    return new Promise((resolve) => {
      const answer = (granted: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(name);
        resolve(granted);
      };
      const timer = setTimeout(() => answer(false), PATIENCE_MS);
      this.waiting.set(name, { call, answer });
      this.wanted.next(call);
    });
  }

  /** Call it every second. */
  askAgain(): void {
    for (const { call } of this.waiting.values()) this.wanted.next(call);
  }

  /** The leader has given a channel. */
  granted(call: CallName): void {
    this.waiting.get(nameOf(call))?.answer(true);
  }

  /** The call is over, and with it all of its channels. */
  forget(call: CallName): void {
    this.waiting.get(nameOf(call))?.answer(false);
  }
}
