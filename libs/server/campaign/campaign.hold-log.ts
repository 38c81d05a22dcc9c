import { AuditService, NoticeService } from '@belltower/auth';
import { Clock, Notifications, Queryable } from '@belltower/core';
import { Channel, HoldReason, NoticeKind } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { HOLD_NEWS } from './hold-sentences';
import { HoldEntry, HoldWatch, LoggedHold, Seen } from './hold-log';

interface Row extends LoggedHold {
  accountId: number;
  id: number;
  running: boolean;
}

/** Writes into the activity of campaigns what has begun to hold them, and that it holds them no more. */
@Injectable()
export class CampaignHoldLog {
  private watches = new Map<string, HoldWatch>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(NoticeService) private readonly notices: NoticeService,
  ) {}

  /** Takes note of every running campaign. Called each second by whoever leads the dialing. */
  async note(campaigns: readonly Seen[]): Promise<void> {
    const logged = await this.logged();
    const now = this.clock.now();
    const watches = new Map<string, HoldWatch>();
    for (const { accountId, id, heldBy } of campaigns) {
      const key = keyOf({ accountId, id });
      const watch = this.watches.get(key) ?? new HoldWatch();
      watches.set(key, watch);
      const entry = watch.see(heldBy, logged.get(key) ?? null, now);
      if (entry) await this.write(accountId, id, entry);
    }
    this.watches = watches;
    for (const row of logged.values())
      if (!row.running) await this.write(row.accountId, row.id, { what: 'lapses' });
  }

  /** Says of campaigns that no dialer calls them, where nothing else has been said. */
  async noteNoDialer(campaigns: readonly { accountId: number; id: number }[]): Promise<void> {
    const logged = await this.logged();
    const since = this.clock.now();
    for (const { accountId, id } of campaigns)
      if (!logged.has(keyOf({ accountId, id })))
        await this.write(accountId, id, { what: 'begins', reason: HoldReason.NoDialer, since });
  }

  private async tell(
    db: EntityManager,
    accountId: number,
    id: number,
    { what, reason }: Exclude<HoldEntry, { what: 'lapses' }>,
  ): Promise<void> {
    // Of a gateway that goes down and comes back people are told already.
    if (reason === HoldReason.GatewayDown) return;
    const [{ name, channel }] = await db.query<[{ name: string; channel: Channel }]>(
      'select name, channel from campaign where account_id = $1 and id = $2',
      [accountId, id],
    );
    const news = HOLD_NEWS[channel][reason];
    if (!news) return;
    const telling =
      what === 'begins'
        ? { kind: NoticeKind.CampaignHeld, text: `“${name}” is held: ${news[0]}.` }
        : { kind: NoticeKind.CampaignReleased, text: `“${name}” goes on: ${news[1]}.` };
    await this.notices.tell(db, accountId, { ...telling, recordId: id });
  }

  private async logged(): Promise<Map<string, Row>> {
    const rows = await this.database.query<Row[]>(
      `select hold.account_id as "accountId", hold.campaign_id as id, hold.reason, hold.since,
              campaign.status = 'running' and campaign.deleted_at is null as running
         from campaign_hold hold
         join campaign on campaign.account_id = hold.account_id and campaign.id = hold.campaign_id`,
    );
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  /** The row and the log's entry together; what another process has written already is not written again. */
  private async write(accountId: number, id: number, entry: HoldEntry): Promise<void> {
    await this.database.transaction(async (db) => {
      const isNew =
        entry.what === 'begins'
          ? await begin(db, accountId, id, entry)
          : await end(db, accountId, id);
      if (!isNew || entry.what === 'lapses') return;
      const { what, ...detail } = entry;
      await this.audit.record(
        db,
        { accountId, userId: null, name: null },
        {
          action: what === 'begins' ? 'campaign.held' : 'campaign.released',
          entity: 'campaign',
          entityId: id,
          detail,
        },
      );
      await this.tell(db, accountId, id, entry);
      // Nothing about who may be called has changed.
      const data = { progress: true };
      await this.notifications.publish(db, { accountId, topic: 'campaign', id, data });
    });
  }
}

async function begin(
  db: Queryable,
  accountId: number,
  id: number,
  { reason, since }: LoggedHold,
): Promise<boolean> {
  const written = await db.query<unknown[]>(
    `insert into campaign_hold as hold (account_id, campaign_id, reason, since)
     select account_id, id, $3, $4 from campaign where account_id = $1 and id = $2
     on conflict (account_id, campaign_id)
       do update set reason = excluded.reason, since = excluded.since where hold.reason <> excluded.reason
     returning 1`,
    [accountId, id, reason, since],
  );
  return written.length > 0;
}

async function end(db: Queryable, accountId: number, id: number): Promise<boolean> {
  const [, ended] = await db.query<[unknown, number]>(
    'delete from campaign_hold where account_id = $1 and campaign_id = $2',
    [accountId, id],
  );
  return ended > 0;
}

const keyOf = ({ accountId, id }: { accountId: number; id: number }) => `${accountId}/${id}`;
