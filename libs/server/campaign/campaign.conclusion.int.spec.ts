import { Audit, AuditService, NoticeService } from '@belltower/auth';
import { Notifications } from '@belltower/core';
import { CampaignStatus } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { CampaignConclusion } from './campaign.conclusion';
import { Campaign } from './campaign.entity';
import { givenCampaignRow } from './campaign.rows';

const ENDS = '2026-06-02T18:00:00Z';

let database: TestDatabase;
let accountId: number;
let conclusion: CampaignConclusion;
const clock = new FixedClock();

beforeEach(async () => {
  database = await createTestDatabase([Campaign, Audit]);
  ({ accountId } = await givenAccount(database.source));
  const notifications = new Notifications(database.url);
  const audit = new AuditService(clock, database.source);
  conclusion = new CampaignConclusion(
    database.source,
    audit,
    notifications,
    clock,
    new NoticeService(database.source, clock, notifications),
  );
  clock.set('2026-06-02T10:00:00Z');
});
afterEach(() => database.drop());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);
const givenRunning = (values: Record<string, unknown> = {}) =>
  givenCampaignRow(database.source, accountId, [], {
    status: 'running',
    roster_complete: true,
    started_at: '2026-06-01T10:00:00Z',
    ends_at: ENDS,
    ...values,
  });
const givenWaiting = (campaignId: number, number = '+12025550100') =>
  query(
    `with added as (
       insert into subscriber (account_id, campaign_id, number, next_attempt_at)
       values ($1, $2, $4, $3) returning id)
     insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number)
     select $1, $2, $3, id, $4 from added`,
    [accountId, campaignId, new Date('2026-06-02T09:00:00Z'), number],
  );
const givenCallOnTheLine = (campaignId: number) =>
  query(
    `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
     values ($1, $2, 1, '+12025550100', 1, 1, gen_random_uuid(), $3)`,
    [accountId, campaignId, clock.now()],
  );
const conclude = (campaignId: number) => conclusion.concludeIfDone(accountId, campaignId);
const endOf = async (campaignId: number) => {
  const [row] = await query<{ status: string; ended_at: Date | null }>(
    'select status, ended_at from campaign where id = $1',
    [campaignId],
  );
  return [row!.status, row!.ended_at?.toISOString() ?? null];
};

describe('a running campaign', () => {
  it('is finished as soon as nobody is left', async () => {
    const campaign = await givenRunning();
    await givenWaiting(campaign);
    expect(await conclude(campaign)).toBeNull();
    await query('delete from due');
    expect(await conclude(campaign)).toBe(CampaignStatus.Finished);
    expect(await endOf(campaign)).toEqual(['finished', '2026-06-02T10:00:00.000Z']);
    expect(await conclude(campaign)).toBeNull();
    expect(await query('select action from audit')).toEqual([{ action: 'campaign.finished' }]);
  });

  it('is not finished while its list is being drawn up', async () => {
    expect(await conclude(await givenRunning({ roster_complete: false }))).toBeNull();
  });

  it.each([
    ['waits for receipts that may lead to another message', ['undelivered'], 1, null],
    ['does not wait for receipts that lead to nothing', ['failed'], 1, CampaignStatus.Finished],
    ['does not wait where it sends no second message', ['undelivered'], 0, CampaignStatus.Finished],
  ])('of messages %s', async (_, retryOn, maxRetries, status) => {
    const campaign = await givenRunning({
      channel: 'sms',
      retry_on: retryOn,
      max_retries: maxRetries,
    });
    await query(
      `insert into subscriber_count (account_id, campaign_id, state, subscribers) values ($1, $2, 'sent', 3)`,
      [accountId, campaign],
    );
    expect(await conclude(campaign)).toBe(status);
    await query('update subscriber_count set subscribers = 0');
    expect(await conclude(campaign)).toBe(status ? null : CampaignStatus.Finished);
  });

  it('expires at its finish, and not a moment before', async () => {
    const campaign = await givenRunning();
    await givenWaiting(campaign);
    clock.set('2026-06-02T17:59:59.999Z');
    expect(await conclude(campaign)).toBeNull();
    clock.set(ENDS);
    expect(await conclude(campaign)).toBe(CampaignStatus.Expired);
    expect(await endOf(campaign)).toEqual(['expired', '2026-06-02T18:00:00.000Z']);
  });

  it('has ended at its finish, however late that is noticed', async () => {
    const campaign = await givenRunning();
    await givenWaiting(campaign);
    clock.set('2026-06-05T10:00:00Z');
    expect(await conclude(campaign)).toBe(CampaignStatus.Expired);
    expect(await endOf(campaign)).toEqual(['expired', '2026-06-02T18:00:00.000Z']);
  });

  it('ends neither way while a call is under way, and then when that was over', async () => {
    const campaign = await givenRunning();
    await givenWaiting(campaign);
    clock.set(ENDS);
    await givenCallOnTheLine(campaign);
    expect(await conclude(campaign)).toBeNull();
    await query('delete from due');
    expect(await conclude(campaign)).toBeNull();
    await query(
      `with gone as (delete from inflight returning *)
       insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
                         disposition, ring_seconds, talk_seconds, ended_at)
       select account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
              'answered', 5, 60, $1 from gone`,
      ['2026-06-02T18:01:05Z'],
    );
    await givenWaiting(campaign, '+12025550101');
    clock.set('2026-06-02T18:02:00Z');
    expect(await conclude(campaign)).toBe(CampaignStatus.Expired);
    expect(await endOf(campaign)).toEqual(['expired', '2026-06-02T18:01:05.000Z']);
  });

  it('that is paused does not end by itself', async () => {
    const campaign = await givenRunning({ status: 'paused' });
    clock.set('2026-06-05T10:00:00Z');
    expect(await conclude(campaign)).toBeNull();
  });
});
