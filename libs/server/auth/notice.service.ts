import { Inject, Injectable } from '@nestjs/common';
import { Clock, keysetPage, KeysetSorts, Notifications, Queryable } from '@belltower/core';
import { NoticeKind, NoticeQuery, Page } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { Notice } from './notice.entity';
import { Principal } from './principal';

/** What an account is told. */
export interface Telling {
  kind: NoticeKind;
  /** A sentence for people. */
  text: string;
  recordId?: number;
}

const SORTS: KeysetSorts = {
  columns: { at: { expression: 'notice.at', type: 'timestamptz' } },
  fallback: '-at',
  id: 'notice.id',
};
/** More are not counted: nobody reads the difference. */
const MOST_COUNTED = 99;

/** Tells people what happened without them: a campaign that finished, a gateway that went down. */
@Injectable()
export class NoticeService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Writes within the caller's transaction, so that nobody is told of what did not happen. */
  async tell(db: Queryable, accountId: number, { kind, text, recordId }: Telling): Promise<void> {
    await db.query(
      'insert into notice (account_id, at, kind, text, record_id) values ($1, $2, $3, $4, $5)',
      [accountId, this.clock.now(), kind, text, recordId ?? null],
    );
    await this.notifications.publish(db, { accountId, topic: 'notice' });
  }

  /** Newest first. */
  list({ accountId }: Principal, query: NoticeQuery): Promise<Page<Notice>> {
    const notices = this.database
      .createQueryBuilder(Notice, 'notice')
      .where('notice.account_id = :accountId', { accountId });
    return keysetPage(notices, query, SORTS);
  }

  /** How many came since this person last looked; none for an API key, which does not look. */
  async unseen({ accountId, userId }: Principal): Promise<number> {
    const [row] = await this.database.query<[{ unseen: number }]>(
      `select count(*)::int as unseen from (
         select from notice
          where account_id = $1
            and at > (select coalesce(notices_seen_at, created_at) from "user" where id = $2)
          limit ${MOST_COUNTED}) as new`,
      [accountId, userId],
    );
    return row.unseen;
  }

  /** From now on only what comes later is new to this person. */
  async see({ userId }: Principal): Promise<void> {
    await this.database.query('update "user" set notices_seen_at = $2 where id = $1', [
      userId,
      this.clock.now(),
    ]);
  }
}
