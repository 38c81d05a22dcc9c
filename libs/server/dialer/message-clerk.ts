import { MessageState } from '@belltower/dto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AttemptOver } from './attempt-over';
import { fileMessages, SentMessage } from './message-filing';
import { afterCongestion } from './outcome';
import { putBack, Returned } from './release';
import { Scribe } from './scribe';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

/** A message that was handed over, or was not. */
export type EndedMessage = SentMessage & {
  /** When it was its turn: in milliseconds since 1970. */
  placedAt: number;
  /** Whether it was not to be sent any more. */
  recalled: boolean;
};

/** Writes to history what came of handing messages over, and puts back into the queue what was not taken for now. */
@Injectable()
export class MessageClerk extends Scribe<EndedMessage> {
  protected readonly logger = new Logger(MessageClerk.name);

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(ServerClock) private readonly clock: ServerClock,
  ) {
    super();
  }

  protected async write(accountId: number, batch: readonly EndedMessage[]): Promise<void> {
    const returned = batch.map((ended) => returnedOf(ended));
    const back = returned.filter((one) => one !== null);
    if (back.length) await putBack(this.db, accountId, back);
    const filed = batch.filter((_, at) => !returned[at]);
    if (!filed.length) return;
    await this.db.transaction((db) => fileMessages(db, accountId, filed, this.clock.now()));
  }

  protected bare(ended: EndedMessage): EndedMessage | null {
    const { submission } = ended;
    if (!submission.ids.length && submission.code === null && submission.detail === null)
      return null;
    return { ...ended, submission: { ...submission, ids: [], code: null, detail: null } };
  }

  protected over({ call, submission, placedAt, recalled }: EndedMessage): AttemptOver {
    const { state, code, at: endedAt } = submission;
    if (recalled && state === MessageState.Queued) return { call, placedAt, fare: null };
    const through = state === MessageState.Sent;
    // A message that was refused for what it is says nothing about the gateway.
    const isError = !through && state !== MessageState.Rejected;
    const error = isError ? (code ? `${state} (${code})` : state) : null;
    const congested = state === MessageState.Unknown ? null : state === MessageState.Queued;
    return { call, placedAt, fare: { through, talkSeconds: null, error, endedAt, congested } };
  }
}

/** Where a message goes that was not taken for now; null where it was taken, or that has been so too often. */
function returnedOf({ call, submission, recalled }: EndedMessage): Returned | null {
  if (submission.state !== MessageState.Queued) return null;
  const { id, attempt, setbacks, tally } = call;
  // Whether it may go again is for the claim to say, and it may be in a moment.
  if (recalled) return { id, at: submission.at, isSetback: false };
  const end = { attempt, setbacks, tally: tally ?? {}, endedAt: submission.at };
  const next = afterCongestion(end, Math.random());
  return next && { id, at: next.at!, isSetback: true };
}
