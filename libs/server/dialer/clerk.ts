import { Config } from '@belltower/core';
import { Channel, RetryPolicy } from '@belltower/dto';
import { countryOfNumber } from '@belltower/phone-number';
import { OptOuts } from '@belltower/suppression';
import { Recording } from '@belltower/telephony';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Subject } from 'rxjs';
import { ClaimedCall } from './claim';
import { finish, FinishedCall } from './finish';
import { CallRecord } from './live-call';
import { outcome } from './outcome';
import { keepRecording } from './recording';
import { SessionPool } from './session';

/** A call that is over, with what is needed to tell what comes next. */
export interface EndedCall {
  call: ClaimedCall;
  script: RetryPolicy;
  record: CallRecord;
  /** In milliseconds since 1970. */
  placedAt: number;
  /** Whether somebody picked up, however it ended. */
  answered: boolean;
  /** Seconds until the number may be called again after an interruption; the configured guard where not given. */
  guardSeconds?: number;
}

/** Written together: more is no faster, and slower to answer. */
const BATCH = 200;
/** How long an ended call waits for company. */
const GATHER_MS = 40;
const WRITERS = 2;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Writes ended calls to history, in batches and however long the database is away: a call is let go of only when its
 * end is written.
 */
@Injectable()
export class Clerk {
  /** Calls whose end is in the database now. */
  readonly written = new Subject<readonly EndedCall[]>();

  private readonly logger = new Logger(Clerk.name);
  private waiting: EndedCall[] = [];
  private writers = 0;
  private timer?: NodeJS.Timeout;
  private idle: (() => void)[] = [];

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(Config) private readonly config: Config,
    @Inject(OptOuts) private readonly optOuts: OptOuts,
  ) {}

  record(call: EndedCall): void {
    this.waiting.push(call);
    if (this.waiting.length >= BATCH) this.begin();
    else this.timer ??= setTimeout(() => this.begin(), GATHER_MS);
  }

  /** Whoever asked not to be called again is believed: resolves when it is written. */
  async optOut({ accountId, campaignId, number }: ClaimedCall, key: string): Promise<void> {
    const source = `keypress ${key}`;
    const fact = { accountId, campaignId, number, channel: Channel.Voice, source };
    // Told twice is as good as once.
    await this.insist('an opt-out', () => this.optOuts.record(this.db, fact));
  }

  /** Keeps what was said in a call; resolves when it is written, or cannot be. */
  async keepRecording(call: ClaimedCall, recording: Recording, at: Date): Promise<void> {
    await this.insist('a recording', () => keepRecording(this.db, call, recording, at));
  }

  /** However long the database is away. What the tables refuse is let go of, such as a fact of an account that was erased. */
  private async insist(what: string, write: () => Promise<void>): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await write();
      } catch (error) {
        const { message } = error as Error;
        if (isAboutData(error)) return this.logger.error(`${what} is lost: ${message}`);
        this.logger.warn(`cannot write ${what} yet: ${message}`);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** Resolves when everything recorded so far has been written. */
  async drained(): Promise<void> {
    if (!this.waiting.length && !this.writers) return;
    this.begin();
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting.length || this.writers >= WRITERS) return;
    this.writers++;
    void this.write();
  }

  private async write(): Promise<void> {
    for (let batch = this.next(); batch.length; batch = this.next()) await this.writeAll(batch);
    this.writers--;
    if (this.writers || this.waiting.length) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** The next calls of one account. */
  private next(): EndedCall[] {
    const accountId = this.waiting[0]?.call.accountId;
    const batch: EndedCall[] = [];
    const rest: EndedCall[] = [];
    for (const ended of this.waiting)
      (ended.call.accountId === accountId && batch.length < BATCH ? batch : rest).push(ended);
    this.waiting = rest;
    return batch;
  }

  private async writeAll(batch: readonly EndedCall[]): Promise<void> {
    const finished = batch.map((ended) => this.decide(ended));
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await finish(this.db, batch[0]!.call.accountId, finished);
        this.written.next(batch);
        return;
      } catch (error) {
        if (isAboutData(error)) return this.writeApart(batch, error as Error);
        // The database is away, or another transaction stood in the way: finishing twice changes nothing.
        this.logger.warn(
          `cannot write ${batch.length} ended calls yet: ${(error as Error).message}`,
        );
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** One call that the tables refuse must not hold up the others: it is written without what a peer may have said. */
  private async writeApart(batch: readonly EndedCall[], error: Error): Promise<void> {
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.writeAll(batch.slice(0, middle));
      return this.writeAll(batch.slice(middle));
    }
    const [ended] = batch as [EndedCall];
    const { call, record } = ended;
    this.logger.error(
      `call ${call.id} of account ${call.accountId} is written in part: ${error.message}`,
    );
    const nothing = { timeline: [], digits: null, answers: null, marks: null };
    const bare = { ...record, ...nothing, sipStatus: null, q850: null };
    if (record.timeline.length) return this.writeAll([{ ...ended, record: bare }]);
    // Not even that: the ledger keeps it, and whoever sweeps up after this process will end it.
    this.written.next(batch);
  }

  private decide({ call, script, record, answered, guardSeconds }: EndedCall): FinishedCall {
    const { attempt, setbacks, tally, number } = call;
    const end = { ...record, answered, attempt, setbacks, tally: tally ?? {} };
    const next = outcome(end, {
      policy: script,
      guardSeconds: guardSeconds ?? this.config.DIALER_GUARD_SECONDS,
      random: Math.random(),
    });
    return { ...record, country: countryOfNumber(number) ?? '', next };
  }
}

/** PostgreSQL's classes of errors that no repetition mends: data exceptions and violated constraints. */
function isAboutData(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '');
}
