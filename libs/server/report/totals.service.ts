import { AuditService, Principal } from '@belltower/auth';
import { Clock, Conflict, JobContext, Jobs, NotFound, violates } from '@belltower/core';
import { TotalsCheckInput, TotalsCheckStatus, TotalsCheckView } from '@belltower/dto';
import { Inject, Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TotalsChecker, TotalsFound } from './totals-checker';

const QUEUE = 'report.check-totals';
/** A check whose worker has not shown a sign of life for this long is over. */
const ABANDONED_MS = 300_000;
const BEAT_MS = 1_000;
const SHOWN = 20;

const VIEW = `
  select id, status, account_id as "accountId", "from", "until", repair, created_by as "createdBy",
         created_at as "createdAt", ended_at as "endedAt", accounts, accounts_done as "accountsDone",
         calls_counted as "callsCounted", messages_counted as "messagesCounted", differences, examples, problem
    from totals_check`;

/** The process stops: another goes on with the job. */
class Stopping extends Error {}

/** Checks of all sums, as operators ask for them; one at a time, in the background. */
@Injectable()
export class TotalsService implements OnModuleInit {
  private readonly logger = new Logger(TotalsService.name);

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(TotalsChecker) private readonly checker: TotalsChecker,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.work<{ checkId: number }>(QUEUE, {}, ({ checkId }, context) =>
      this.run(checkId, context),
    );
  }

  /** The last ones, newest first. */
  list(): Promise<TotalsCheckView[]> {
    return this.database.query(`${VIEW} order by id desc limit ${SHOWN}`);
  }

  /** @throws NotFound `totals.not-found` */
  async get(id: number): Promise<TotalsCheckView> {
    const [check] = await this.database.query<[TotalsCheckView?]>(`${VIEW} where id = $1`, [id]);
    if (!check) throw new NotFound('totals.not-found', 'There is no such check of totals.');
    return check;
  }

  /** @throws NotFound `account.not-found`, Conflict `totals.under-way` */
  async start(user: Principal, input: TotalsCheckInput): Promise<TotalsCheckView> {
    const { accountId = null, from = null, until = null, repair } = input;
    const now = this.clock.now();
    await this.giveUpAbandoned(now);
    const id = await this.database.transaction(async (db) => {
      if (accountId !== null) await this.requireAccount(accountId);
      const [{ id: made }] = await db
        .query<[{ id: number }]>(
          `insert into totals_check (status, account_id, "from", "until", repair, created_by, created_at, beat_at)
           values ('queued', $1, $2, $3, $4, $5, $6, $6) returning id`,
          [accountId, from, until, repair, user.name, now],
        )
        .catch((error: unknown) => {
          throw violates(error, 'totals_check_open_key') ? underWay() : error;
        });
      await this.audit.record(db, user, {
        action: repair ? 'totals.repaired' : 'totals.checked',
        entity: 'totals-check',
        entityId: made,
        detail: { accountId, from, until },
      });
      return made;
    });
    await this.jobs.send(QUEUE, { checkId: id });
    return this.get(id);
  }

  private async run(id: number, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const { status, accountId, from, until, repair } = await this.get(id);
    if (status !== TotalsCheckStatus.Queued && status !== TotalsCheckStatus.Running) return;
    await this.write(id, TotalsCheckStatus.Running, {});
    let told = 0;
    const note = async (found: TotalsFound) => {
      if (signal.aborted) throw new Stopping();
      if (performance.now() - told < BEAT_MS) return;
      told = performance.now();
      await this.write(id, TotalsCheckStatus.Running, found);
    };
    const scope = { accountId, from: instantOf(from), until: instantOf(until), repair };
    try {
      const found = await this.checker.check(scope, note);
      await this.write(id, TotalsCheckStatus.Finished, found);
    } catch (error) {
      if (error instanceof Stopping) throw error;
      this.logger.error(error);
      const problem = 'Something went wrong here, and has been logged: try again, or ask for help';
      await this.write(id, TotalsCheckStatus.Failed, { problem });
    }
  }

  private async write(
    id: number,
    status: TotalsCheckStatus,
    found: Partial<TotalsFound & { problem: string }>,
  ): Promise<void> {
    const isOver = status === TotalsCheckStatus.Finished || status === TotalsCheckStatus.Failed;
    const { accounts, accountsDone, callsCounted, messagesCounted } = found;
    const { differences, examples, problem } = found;
    await this.database.query(
      `update totals_check
          set status = $2, beat_at = $3, ended_at = case when $4 then $3::timestamptz end,
              accounts = coalesce($5, accounts), accounts_done = coalesce($6, accounts_done),
              calls_counted = coalesce($7, calls_counted), differences = coalesce($8, differences),
              examples = coalesce($9, examples), problem = $10, messages_counted = coalesce($11, messages_counted)
        where id = $1`,
      [
        ...[id, status, this.clock.now(), isOver, accounts, accountsDone, callsCounted],
        ...[differences, examples && JSON.stringify(examples), problem, messagesCounted],
      ],
    );
  }

  private async giveUpAbandoned(now: Date): Promise<void> {
    await this.database.query(
      `update totals_check set status = 'failed', ended_at = $1, problem = 'The process that worked on it is gone'
        where status in ('queued', 'running') and beat_at < $2`,
      [now, new Date(now.getTime() - ABANDONED_MS)],
    );
  }

  private async requireAccount(accountId: number): Promise<void> {
    const [account] = await this.database.query<object[]>('select from account where id = $1', [
      accountId,
    ]);
    if (!account) throw new NotFound('account.not-found', 'There is no such account.');
  }
}

function underWay(): Conflict {
  return new Conflict(
    'totals.under-way',
    'Totals are being checked already: wait until that has ended.',
  );
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
