import { Audit, AuditService, NoticeService } from '@belltower/auth';
import { Jobs, Notifications } from '@belltower/core';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { CampaignConclusion } from './campaign.conclusion';
import { Campaign } from './campaign.entity';
import { CampaignHoldLog } from './campaign.hold-log';
import { givenCampaignRow } from './campaign.rows';
import { CampaignWatch } from './campaign.watch';

let database: TestDatabase;
let accountId: number;
let holdLog: CampaignHoldLog;
let watch: CampaignWatch;
const clock = new FixedClock();

beforeEach(async () => {
  database = await createTestDatabase([Campaign, Audit]);
  ({ accountId } = await givenAccount(database.source));
  const { source, url } = database;
  const notifications = new Notifications(url);
  const audit = new AuditService(clock, source);
  const notices = new NoticeService(source, clock, notifications);
  const conclusion = new CampaignConclusion(source, audit, notifications, clock, notices);
  holdLog = new CampaignHoldLog(source, audit, notifications, clock, notices);
  watch = new CampaignWatch(source, new Jobs(url), conclusion, holdLog, clock);
  clock.set('2026-06-02T10:00:00Z');
});
afterEach(() => database.drop());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);
const givenRunning = (values: Record<string, unknown> = {}) =>
  givenCampaignRow(database.source, accountId, [], {
    status: 'running',
    started_at: '2026-06-01T10:00:00Z',
    ...values,
  });
const actions = () => query('select action, entity_id from audit order by id');
const givenLeader = () =>
  query(
    `insert into dialer (id, host, pid, leader, started_at, beat_at) values (gen_random_uuid(), 'here', 1, true, $1, $1)`,
    [clock.now()],
  );

describe('running campaigns that no dialer looks after', () => {
  it('say so once, those that might be calling', async () => {
    const calling = await givenRunning();
    await givenRunning({ hours_from: '12:00', hours_until: '13:00' });
    await givenRunning({ status: 'paused' });
    await watch.look();
    await watch.look();
    expect(await actions()).toEqual([{ action: 'campaign.held', entity_id: calling }]);
  });

  it('still come to their end', async () => {
    const campaign = await givenRunning({ ends_at: '2026-06-02T09:00:00Z' });
    await watch.look();
    expect(await actions()).toEqual([{ action: 'campaign.expired', entity_id: campaign }]);
  });

  it('are left to a dialer as soon as there is one, which says that they go on', async () => {
    const campaign = await givenRunning();
    await watch.look();
    await givenLeader();
    await watch.look();
    const seen = [{ accountId, id: campaign, heldBy: null }];
    await holdLog.note(seen);
    clock.advance(30);
    await holdLog.note(seen);
    expect((await actions()).map(({ action }) => action)).toEqual([
      'campaign.held',
      'campaign.released',
    ]);
    expect(await query('select from campaign_hold')).toHaveLength(0);
    expect(await query('select kind, text, record_id from notice order by id')).toEqual([
      {
        kind: 'campaign-held',
        text: '“Reminder” is held: no dialer is running.',
        record_id: campaign,
      },
      {
        kind: 'campaign-released',
        text: '“Reminder” goes on: a dialer is running again.',
        record_id: campaign,
      },
    ]);
  });

  it('are not said to go on when somebody ends them', async () => {
    const campaign = await givenRunning();
    await watch.look();
    await query(`update campaign set status = 'stopped' where id = $1`, [campaign]);
    await holdLog.note([]);
    expect((await actions()).map(({ action }) => action)).toEqual(['campaign.held']);
    expect(await query('select from campaign_hold')).toHaveLength(0);
  });
});
