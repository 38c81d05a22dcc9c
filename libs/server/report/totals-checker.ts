import { AdvisoryLock, Clock, Queryable } from '@belltower/core';
import { KeptSum, TotalsDifferenceView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { calendarSums } from './calendar-sums.sql';
import { reopenSteps } from './closed-steps';
import {
  ANSWER_SUMS,
  ATTEMPT_SUMS,
  CALL_SUMS,
  KeptSums,
  MESSAGE_ATTEMPT_SUMS,
  MESSAGE_SUMS,
  MOST_EXAMPLES,
  SUBSCRIBER_SUMS,
} from './kept-sums.sql';
import { Period } from './period';
import { CALL_STEPS, MESSAGE_STEPS, StepSource } from './step-levels';

/** Which sums are held against their rows. */
export interface TotalsScope {
  /** Null: of all accounts. */
  accountId: number | null;
  /** Null: the oldest calls and messages. */
  from: Date | null;
  /** Null: now. */
  until: Date | null;
  /** Whether what is wrong is put right. */
  repair: boolean;
}

/** What has come out so far. */
export interface TotalsFound {
  accounts: number;
  accountsDone: number;
  callsCounted: number;
  messagesCounted: number;
  /** Sums that were not what their rows come to. */
  differences: number;
  /** The first of them. */
  examples: TotalsDifferenceView[];
}

interface Compared {
  /** Calls or messages. */
  counted?: number;
  differences: number;
  earliest?: Date | null;
  /** Whose they are. */
  campaigns?: number[];
  examples: Partial<TotalsDifferenceView>[];
}

/** Adds what one comparison has found; null where its account is gone by then. */
type Add = (sum: KeptSum, compared: Compared | null) => Promise<void>;

/** Attempts whose sums are checked: by quarters of an hour, and of the campaigns in those. */
interface Counted {
  table: 'call' | 'message';
  steps: StepSource;
  quarters: [KeptSum, KeptSums];
  campaigns: readonly [KeptSum, KeptSums][];
}

const CALLS: Counted = {
  table: 'call',
  steps: CALL_STEPS,
  quarters: [KeptSum.Calls, CALL_SUMS],
  campaigns: [
    [KeptSum.Attempts, ATTEMPT_SUMS],
    [KeptSum.Answers, ANSWER_SUMS],
  ],
};
const MESSAGES: Counted = {
  table: 'message',
  steps: MESSAGE_STEPS,
  quarters: [KeptSum.Messages, MESSAGE_SUMS],
  campaigns: [[KeptSum.MessageAttempts, MESSAGE_ATTEMPT_SUMS]],
};

const QUARTER_MS = 900_000;

/**
 * Holds the sums that are kept of calls, messages and subscribers against the rows themselves, and puts right what differs. It may
 * do so at any time: whatever calls end meanwhile, it neither finds a difference that is none nor makes one. It goes account by
 * account and month by month, so that no statement holds its snapshot for long.
 */
@Injectable()
export class TotalsChecker {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param note is told after each step what has come out so far; what it throws ends the check */
  async check(
    scope: TotalsScope,
    note: (found: TotalsFound) => Promise<void> = async () => undefined,
  ): Promise<TotalsFound> {
    const accounts = await this.database.query<{ id: number; name: string }[]>(
      'select id, name from account where $1::bigint is null or id = $1 order by id',
      [scope.accountId],
    );
    const found: TotalsFound = {
      ...{ accounts: accounts.length, accountsDone: 0 },
      ...{ callsCounted: 0, messagesCounted: 0, differences: 0, examples: [] },
    };
    for (const { id, name } of accounts) {
      const add: Add = async (sum, compared) => {
        if (compared) addTo(found, { sum, accountId: id, accountName: name }, compared);
        await note(found);
      };
      await this.checkAccount(id, scope, add);
      found.accountsDone++;
      await note(found);
    }
    return found;
  }

  private async checkAccount(accountId: number, scope: TotalsScope, add: Add): Promise<void> {
    for (const counted of [CALLS, MESSAGES])
      if (await this.checkAttempts(counted, accountId, scope, add))
        await add(KeptSum.Calendar, await this.calendar(counted.steps, accountId, scope.repair));
    await this.checkSubscribers(accountId, scope, add);
  }

  /** Of whatever period: states are as they are now. One campaign after the other, as the largest has millions. */
  private async checkSubscribers(
    accountId: number,
    { repair }: TotalsScope,
    add: Add,
  ): Promise<void> {
    const campaigns = await this.database.query<{ id: number }[]>(
      'select id from campaign where account_id = $1 and deleted_at is null order by id',
      [accountId],
    );
    for (const { id } of campaigns)
      await add(KeptSum.Subscribers, await this.sums(SUBSCRIBER_SUMS, [accountId, id], repair));
  }

  /** Answers whether there are any. */
  private async checkAttempts(
    counted: Counted,
    accountId: number,
    { from, until, repair }: TotalsScope,
    add: Add,
  ): Promise<boolean> {
    const period = await this.periodOf(counted, accountId, from, until);
    if (!period) return false;
    const campaigns = new Set<number>();
    const [sum, sums] = counted.quarters;
    for (const month of monthsOf(period)) {
      const values: [number, Date, Date] = [accountId, month.from, month.until];
      const compared = await this.sums(sums, values, repair, async (db, { earliest }) => {
        if (earliest) await reopenSteps(db, counted.steps, accountId, earliest);
      });
      for (const id of compared?.campaigns ?? []) campaigns.add(Number(id));
      await add(sum, compared);
    }
    for (const campaignId of campaigns)
      for (const [kept, of] of counted.campaigns)
        await add(kept, await this.sums(of, [accountId, campaignId], repair));
    return true;
  }

  /** @param righted what else has to be done where something has been put right */
  private sums(
    { look, repair: putRight, clear }: KeptSums,
    values: [accountId: number, ...unknown[]],
    repair: boolean,
    righted: (db: Queryable, compared: Compared) => Promise<void> = async () => undefined,
  ): Promise<Compared | null> {
    return this.compare(values[0], repair, async (db) => {
      const compared = await one(db, repair ? putRight : look, values);
      if (!repair || !compared.differences) return compared;
      if (clear) await db.query(clear, values);
      await righted(db, compared);
      return compared;
    });
  }

  private calendar(steps: StepSource, accountId: number, repair: boolean) {
    return this.compare(accountId, repair, async (db) => {
      const compared = await one(db, calendarSums(steps), [accountId]);
      const { earliest, differences } = compared;
      if (repair && differences)
        await reopenSteps(db, steps, accountId, earliest ?? this.clock.now());
      return compared;
    });
  }

  /**
   * In one transaction, before which a repair waits for any other, and for an erasure of the account: null where it is
   * gone by then.
   */
  private compare(
    accountId: number,
    repair: boolean,
    look: (db: Queryable) => Promise<Compared>,
  ): Promise<Compared | null> {
    if (!repair) return look(this.database);
    return this.database.transaction(async (db) => {
      await db.query('select pg_advisory_xact_lock($1)', [AdvisoryLock.Totals]);
      const [account] = await db.query<object[]>(
        'select from account where id = $1 for key share',
        [accountId],
      );
      return account ? look(db) : null;
    });
  }

  /** In whole quarters; null where there are no attempts. */
  private async periodOf(
    { table, steps: { stat } }: Counted,
    accountId: number,
    from: Date | null,
    until: Date | null,
  ): Promise<Period | null> {
    const [{ first, last }] = await this.database.query<[Record<'first' | 'last', Date | null>]>(
      `select least((select min(quarter) from ${stat} where account_id = $1),
                    (select min(created_at) from ${table} where account_id = $1)) as first,
              greatest((select max(quarter) from ${stat} where account_id = $1),
                       (select max(created_at) from ${table} where account_id = $1)) as last`,
      [accountId],
    );
    if (!first || !last) return null;
    const begin = Math.max(first.getTime(), from?.getTime() ?? 0);
    // Attempts of a moment ahead of now are in it too.
    const end = Math.min(last.getTime() + 1, until?.getTime() ?? Infinity);
    if (begin >= end) return null;
    return {
      from: new Date(Math.floor(begin / QUARTER_MS) * QUARTER_MS),
      until: new Date(Math.ceil(end / QUARTER_MS) * QUARTER_MS),
    };
  }
}

async function one(db: Queryable, sql: string, values: unknown[]): Promise<Compared> {
  const [compared] = await db.query<[Compared]>(sql, values);
  return compared;
}

function addTo(
  found: TotalsFound,
  of: Pick<TotalsDifferenceView, 'sum' | 'accountId' | 'accountName'>,
  { counted = 0, differences, examples }: Compared,
): void {
  if (of.sum === KeptSum.Messages) found.messagesCounted += counted;
  else found.callsCounted += counted;
  found.differences += differences;
  const told = examples.map((example) => ({ ...new TotalsDifferenceView(), ...of, ...example }));
  found.examples = [...found.examples, ...told].slice(0, MOST_EXAMPLES);
}

/** A period by months of UTC, as calls and messages are kept. */
function* monthsOf({ from, until }: Period): Generator<Period> {
  for (let begin = from; begin < until;) {
    const next = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + 1));
    const end = next < until ? next : until;
    yield { from: begin, until: end };
    begin = end;
  }
}
