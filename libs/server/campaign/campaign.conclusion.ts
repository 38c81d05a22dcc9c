import { AuditService, NoticeService } from '@belltower/auth';
import { Clock, Notifications } from '@belltower/core';
import { CampaignStatus, MessageState, NoticeKind } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';

/** What becomes of messages that have been taken, as only receipts tell. */
const TOLD_BY_RECEIPTS = [MessageState.Undelivered, MessageState.Expired];

/** How a running campaign ends by itself. */
@Injectable()
export class CampaignConclusion {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(NoticeService) private readonly notices: NoticeService,
  ) {}

  /**
   * Ends a running campaign that has nothing left to do: finished when everybody on its complete roster is
   * done, expired when its finish has passed; in both cases once no call is on the line. One whose messages may have to
   * be sent again, as only their receipts tell, waits for these; of others they may come later. Answers the status
   * that it took, null where it goes on. Cheap, and harmless to ask again.
   */
  async concludeIfDone(
    accountId: number,
    id: number,
    now = this.clock.now(),
  ): Promise<CampaignStatus | null> {
    if (!(await conclusionOf(this.database.manager, accountId, id, now))) return null;
    return this.database.transaction(async (db) => {
      // Whoever adds to the queue shares this lock: after it, a fresh look sees what they added.
      await db.query('select from campaign where account_id = $1 and id = $2 for no key update', [
        accountId,
        id,
      ]);
      const status = await conclusionOf(db, accountId, id, now);
      if (!status) return null;
      const [[{ name }]] = await db.query<[[{ name: string }], number]>(
        `update campaign set status = $3, ended_at = $4
          where account_id = $1 and id = $2 and status = 'running' returning name`,
        [accountId, id, status, await endOf(db, accountId, id, status, now)],
      );
      await this.audit.record(
        db,
        { accountId, userId: null, name: null },
        { action: `campaign.${status}`, entity: 'campaign', entityId: id },
      );
      await this.notices.tell(db, accountId, { ...tellingOf(status, name), recordId: id });
      await this.notifications.publish(db, { accountId, topic: 'campaign', id });
      return status;
    });
  }
}

function tellingOf(status: CampaignStatus, name: string) {
  return status === CampaignStatus.Finished
    ? { kind: NoticeKind.CampaignFinished, text: `“${name}” has finished: everybody is done.` }
    : { kind: NoticeKind.CampaignExpired, text: `“${name}” has reached its finish time.` };
}

/** An expired campaign was over at its finish, or when its last call was, however late somebody looks. */
async function endOf(
  db: EntityManager,
  accountId: number,
  id: number,
  status: CampaignStatus,
  now: Date,
): Promise<Date> {
  if (status !== CampaignStatus.Expired) return now;
  const [{ end }] = await db.query<[{ end: Date }]>(
    `select greatest(campaign.ends_at, campaign.started_at, (
              select ended_at from call where call.account_id = $1 and call.campaign_id = $2
               order by created_at desc, id desc limit 1)) as end
       from campaign where account_id = $1 and id = $2`,
    [accountId, id],
  );
  return end;
}

async function conclusionOf(
  db: EntityManager,
  accountId: number,
  id: number,
  now: Date,
): Promise<CampaignStatus | null> {
  const [row] = await db.query<{ finished: boolean; expired: boolean }[]>(
    `select campaign.roster_complete
            and not exists (select from due where due.account_id = $1 and due.campaign_id = $2)
            and (campaign.max_retries = 0 or not campaign.retry_on && $4 or not exists (
                   select from subscriber_count sent
                    where sent.account_id = $1 and sent.campaign_id = $2 and sent.state = 'sent'
                      and sent.subscribers > 0)) as finished,
            campaign.ends_at <= $3 as expired
       from campaign
      where campaign.account_id = $1 and campaign.id = $2 and campaign.status = 'running'
        and campaign.deleted_at is null
        and not exists (select from inflight where inflight.account_id = $1 and inflight.campaign_id = $2)`,
    [accountId, id, now, TOLD_BY_RECEIPTS],
  );
  if (row?.finished) return CampaignStatus.Finished;
  return row?.expired ? CampaignStatus.Expired : null;
}
