import { Config } from '@belltower/core';
import { Channel, Disposition, RetryPolicy } from '@belltower/dto';
import { countryOfNumber } from '@belltower/phone-number';
import { OptOuts } from '@belltower/suppression';
import { Recording } from '@belltower/telephony';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AttemptOver } from './attempt-over';
import { ClaimedCall } from './claim';
import { finish, FinishedCall } from './finish';
import { CallRecord } from './live-call';
import { outcome } from './outcome';
import { keepRecording } from './recording';
import { Scribe } from './scribe';
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

/** Endings that say something about the gateway rather than about the number. */
const ERRORS: ReadonlySet<Disposition> = new Set([
  Disposition.Congestion,
  Disposition.Failed,
  Disposition.Blocked,
  Disposition.Interrupted,
]);

/** Writes ended calls to history, and what was said in them. */
@Injectable()
export class Clerk extends Scribe<EndedCall> {
  protected readonly logger = new Logger(Clerk.name);

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(Config) private readonly config: Config,
    @Inject(OptOuts) private readonly optOuts: OptOuts,
  ) {
    super();
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

  protected async write(accountId: number, batch: readonly EndedCall[]): Promise<void> {
    await finish(
      this.db,
      accountId,
      batch.map((ended) => this.decide(ended)),
    );
  }

  protected bare(ended: EndedCall): EndedCall | null {
    if (!ended.record.timeline.length) return null;
    const nothing = { timeline: [], digits: null, answers: null, marks: null };
    return { ...ended, record: { ...ended.record, ...nothing, sipStatus: null, q850: null } };
  }

  protected over({ call, record, placedAt }: EndedCall): AttemptOver {
    const { disposition, talkSeconds, endedAt } = record;
    const through = disposition === Disposition.Answered || disposition === Disposition.Machine;
    const error = ERRORS.has(disposition) ? errorOf(record) : null;
    const congested =
      disposition === Disposition.Interrupted ? null : disposition === Disposition.Congestion;
    return { call, placedAt, fare: { through, talkSeconds, error, endedAt, congested } };
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

function errorOf({ disposition, sipStatus, q850 }: CallRecord): string {
  const raw = [
    ...(sipStatus === null ? [] : [`SIP ${sipStatus}`]),
    ...(q850 === null ? [] : [`cause ${q850}`]),
  ];
  return raw.length ? `${disposition} (${raw.join(', ')})` : disposition;
}
