import { Principal } from '@belltower/auth';
import { NotFound } from '@belltower/core';
import {
  CallDetailView,
  CallQuery,
  CallsKeptView,
  CallTimelineEntry,
  CallView,
  Page,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttemptList } from './attempt-list';
import { attemptOf } from './attempt-of';
import { CALLS } from './call.source';
import { keptSince } from './kept-since';

/** The calls of an account: finished attempts, which nobody changes any more. */
@Injectable()
export class CallService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AttemptList) private readonly attempts: AttemptList,
  ) {}

  /** @throws Invalid as {@link AttemptList.page} */
  list({ accountId }: Principal, query: CallQuery): Promise<Page<CallView>> {
    return this.attempts.page(CALLS, accountId, query);
  }

  /** How far back; null where nothing has been dropped. */
  async kept(): Promise<CallsKeptView> {
    const [calls, recordings] = await Promise.all([
      keptSince(this.database, 'calls'),
      keptSince(this.database, 'recordings'),
    ]);
    return {
      callsSince: calls?.toISOString() ?? null,
      recordingsSince: recordings?.toISOString() ?? null,
    };
  }

  /** @throws NotFound `call.not-found` */
  async get({ accountId }: Principal, id: number): Promise<CallDetailView> {
    const call = await attemptOf<CallDetailView & { events: CallTimelineEntry[] }, CallView>(
      this.database,
      CALLS,
      accountId,
      id,
      {
        columns: `a.ended_at as "endedAt", a.timeline as events, recording.seconds as "recordingSeconds"`,
        from: 'left join recording on recording.account_id = a.account_id and recording.call_id = a.id',
      },
    );
    if (!call)
      throw new NotFound('call.not-found', 'There is no such call, or it is not kept any more.');
    const timeline = call.events.map((event) => ({ ...event, detail: event.detail ?? null }));
    return { ...call, timeline };
  }
}
