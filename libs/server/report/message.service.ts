import { Principal } from '@belltower/auth';
import { NotFound } from '@belltower/core';
import {
  MessageDetailView,
  MessageEventView,
  MessageQuery,
  MessagesKeptView,
  MessageView,
  Page,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttemptList } from './attempt-list';
import { attemptOf } from './attempt-of';
import { keptSince } from './kept-since';
import { MESSAGES } from './message.source';

/** The messages of an account: handed over or refused; what is reported of them changes their state for some days. */
@Injectable()
export class MessageService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AttemptList) private readonly attempts: AttemptList,
  ) {}

  /** @throws Invalid as {@link AttemptList.page} */
  list({ accountId }: Principal, query: MessageQuery): Promise<Page<MessageView>> {
    return this.attempts.page(MESSAGES, accountId, query);
  }

  /** How far back; null where nothing has been dropped. */
  async kept(): Promise<MessagesKeptView> {
    const since = await keptSince(this.database, 'messages');
    return { messagesSince: since?.toISOString() ?? null };
  }

  /** @throws NotFound `message.not-found` */
  async get({ accountId }: Principal, id: number): Promise<MessageDetailView> {
    const message = await attemptOf<MessageDetailView, MessageView>(
      this.database,
      MESSAGES,
      accountId,
      id,
      { columns: 'a.awaits, a.history' },
    );
    if (!message)
      throw new NotFound(
        'message.not-found',
        'There is no such message, or it is not kept any more.',
      );
    const history = message.history.map((event) => ({ ...new MessageEventView(), ...event }));
    return { ...message, history };
  }
}
