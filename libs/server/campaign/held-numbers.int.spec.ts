import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { Jobs, Notifications } from '@belltower/core';
import { HoldReason } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { campaignEntities } from './index';
import { givenCampaignRow, givenContact, givenPhonebookRow } from './campaign.rows';
import { heldCounts } from './held-numbers';
import { Roster } from './roster';

const [ONE, TWO, THREE] = ['+12025550101', '+12025550102', '+12025550103'] as const;

describe('numbers that are held until later', () => {
  let database: TestDatabase;
  let owner: Principal;
  let roster: Roster;
  let campaign: number;
  const clock = new FixedClock();
  const later = () => new Date(clock.now().getTime() + 3_600_000);

  beforeAll(async () => {
    database = await createTestDatabase([...campaignEntities, Account, Audit]);
    const notifications = new Notifications(database.url);
    const audit = new AuditService(clock, database.source);
    roster = new Roster(database.source, new Jobs(database.url), notifications, audit, clock);
  });
  beforeEach(async () => {
    owner = await givenAccount(database.source);
    const book = await givenPhonebookRow(database.source, owner.accountId);
    for (const number of [ONE, TWO, THREE])
      await givenContact(database.source, owner.accountId, book, number);
    campaign = await givenCampaignRow(database.source, owner.accountId, [book], {
      status: 'running',
    });
    await roster.draw(owner.accountId, campaign);
  });
  afterAll(() => database.drop());

  const query = <T>(sql: string, values: unknown[] = []) => database.source.query<T[]>(sql, values);

  /** As the claim does; a retry is held by nothing. */
  async function hold(number: string, heldBy: HoldReason | null): Promise<void> {
    await query(
      'update due set held_by = $3, next_attempt_at = $4 where campaign_id = $1 and number = $2',
      [campaign, number, heldBy, later()],
    );
    await query(
      'update subscriber set next_attempt_at = $3 where campaign_id = $1 and number = $2',
      [campaign, number, later()],
    );
  }

  const queue = async () => {
    const rows = await query<{ number: string; at: Date; heldBy: string | null }>(
      `select due.number, due.next_attempt_at as at, held_by as "heldBy"
         from due join subscriber on subscriber.id = due.subscriber_id
          and subscriber.next_attempt_at = due.next_attempt_at
        where due.campaign_id = $1 order by number`,
      [campaign],
    );
    return rows.map(({ at, heldBy }) => [at <= clock.now() ? 'now' : 'later', heldBy]);
  };

  it('are counted by reason, retries apart', async () => {
    await hold(ONE, HoldReason.WaitingForGateway);
    await hold(TWO, HoldReason.WaitingForGateway);
    await hold(THREE, null);
    const terms = { accountId: owner.accountId, id: campaign, endsAt: new Date('2099-01-01') };
    expect(await heldCounts(database.source, terms, clock.now(), 100)).toEqual([
      { reason: HoldReason.WaitingForRetry, subscribers: 1, nextAt: later(), atLeast: false },
      { reason: HoldReason.WaitingForGateway, subscribers: 2, nextAt: later(), atLeast: false },
    ]);
    expect(await heldCounts(database.source, terms, clock.now(), 2)).toContainEqual(
      expect.objectContaining({ reason: HoldReason.WaitingForGateway, atLeast: true }),
    );
  });

  it('are looked at again after an edit asked for it, and retries keep their time', async () => {
    await hold(ONE, HoldReason.WaitingForGateway);
    await hold(TWO, null);
    await roster.recall(owner.accountId, campaign);
    expect(await queue()).toEqual([
      ['later', 'waiting-for-gateway'],
      ['later', null],
      ['now', null],
    ]);
    await query('update campaign set recall_held = true where id = $1', [campaign]);
    await roster.recall(owner.accountId, campaign);
    expect(await queue()).toEqual([
      ['now', null],
      ['later', null],
      ['now', null],
    ]);
    expect(await query('select recall_held from campaign where id = $1', [campaign])).toEqual([
      { recall_held: false },
    ]);
  });

  it('are looked at again when their contact changes', async () => {
    await hold(ONE, HoldReason.WaitingForGateway);
    await hold(TWO, HoldReason.WaitingForGateway);
    await database.source.transaction((db) => roster.contactsChange(db, owner.accountId, [ONE]));
    await roster.follow(owner.accountId);
    expect(await queue()).toEqual([
      ['now', null],
      ['later', 'waiting-for-gateway'],
      ['now', null],
    ]);
  });
});
