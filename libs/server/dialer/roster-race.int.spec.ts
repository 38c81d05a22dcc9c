import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { campaignEntities, Roster } from '@belltower/campaign';
import { Clock, Jobs, Notifications } from '@belltower/core';
import { Disposition, SubscriberState } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, ClaimedCall, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, NO_PLACES } from './dialer.builder';
import { finish } from './finish';

const HAND = '00000000-0000-4000-8000-000000000001';
const CONTACTS = 300;
const ROUNDS = 40;

/** A generator of the same numbers in every run, from 0 up to `below`. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/**
 * The claim and the finish on one side, changes of contacts and the roster on the other, all at once: none of
 * them may fail as a deadlock's victim, nobody may be lost, and the counts stay those of the rows.
 */
describe('a roster that follows its phonebook while it is dialled', () => {
  let database: TestDatabase;
  let owner: Principal;
  let roster: Roster;
  let campaign: number;
  let gatewayId: number;
  let book: number;

  beforeAll(async () => {
    database = await createTestDatabase([...campaignEntities, Account, Audit]);
    const clock = new Clock();
    const { source, url } = database;
    const audit = new AuditService(clock, source);
    roster = new Roster(source, new Jobs(url), new Notifications(url), audit, clock);
    owner = await givenAccount(source);
    gatewayId = await givenGateway(source, owner.accountId);
    campaign = await givenCampaign(source, owner.accountId, [gatewayId], {
      max_retries: 2,
      retry_after_seconds: 30,
    });
    [{ id: book }] = await source.query<[{ id: number }]>(
      `insert into phonebook (account_id, name) values ($1, 'Patients') returning id`,
      [owner.accountId],
    );
    await source.query(
      'insert into campaign_phonebook (account_id, campaign_id, phonebook_id) values ($1, $2, $3)',
      [owner.accountId, campaign, book],
    );
    await source.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, '+1202555' || lpad(n::text, 4, '0'), n from generate_series(1, ${CONTACTS}) n`,
      [owner.accountId, book],
    );
    // Suppressed numbers make the claim write counts, which is where a circle of locks could close.
    await source.query(
      `insert into opt_out (account_id, number, channel, source)
       select account_id, number, 'voice', 'test' from contact where id % 10 = 0`,
    );
    await roster.draw(owner.accountId, campaign);
  });
  afterAll(() => database.drop());

  async function dial(seed: number): Promise<void> {
    const roll = dice(seed);
    const onTheLine: ClaimedCall[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const placeAt = Array.from({ length: 20 }, () => new Date());
      const claimed = await claim(database.source, {
        accountId: owner.accountId,
        campaignId: campaign,
        now: new Date(),
        most: 1 + roll(12),
        mark: QUEUE_HEAD,
        routes: [{ gatewayId, placeAt, allowedPrefixes: [], callerId: null }],
        hands: [HAND],
        places: NO_PLACES,
      });
      onTheLine.push(...(claimed?.calls ?? []));
      const ended = onTheLine.splice(0, roll(onTheLine.length + 1));
      await finish(
        database.source,
        owner.accountId,
        ended.map((call) => outcomeOf(call, roll)),
      );
    }
    const rest = onTheLine.map((call) => outcomeOf(call, roll));
    await finish(database.source, owner.accountId, rest);
  }

  const outcomeOf = ({ accountId, id, attempt }: ClaimedCall, roll: (below: number) => number) => {
    const again = attempt <= 2 && roll(3) > 0;
    return {
      accountId,
      id,
      disposition: again ? Disposition.Busy : Disposition.Answered,
      endedAt: new Date(),
      ringSeconds: 1,
      talkSeconds: 0,
      sipStatus: null,
      q850: null,
      digits: null,
      timeline: [],
      answers: null,
      marks: null,
      country: 'US',
      next: {
        state: again ? SubscriberState.Retry : SubscriberState.Completed,
        // Due at once, so that the same numbers are fought over.
        at: again ? new Date() : null,
        attempts: attempt,
        setbacks: 0,
        counted: again ? Disposition.Busy : null,
      } as const,
    };
  };

  async function changeContacts(seed: number): Promise<void> {
    const roll = dice(seed);
    for (let round = 0; round < ROUNDS; round++) {
      const status = roll(2) ? 'active' : 'inactive';
      const from = roll(CONTACTS);
      const numbers = Array.from(
        { length: 1 + roll(60) },
        (_, index) => `+1202555${String(((from + index) % CONTACTS) + 1).padStart(4, '0')}`,
      ).sort();
      await database.source.transaction(async (db) => {
        // In one order, so that two writers of contacts do not meet head on: that is theirs to see to.
        await db.query(
          `select from contact where account_id = $1 and number = any($2) order by id for update`,
          [owner.accountId, numbers],
        );
        await db.query(
          'update contact set status = $3 where account_id = $1 and number = any($2)',
          [owner.accountId, numbers, status],
        );
        await roster.contactsChange(db, owner.accountId, numbers);
      });
      await roster.follow(owner.accountId);
    }
  }

  it('has no deadlocks, loses nobody, and counts right', async () => {
    await Promise.all([dial(1), dial(2), changeContacts(3), changeContacts(4)]);
    await roster.follow(owner.accountId);

    const query = <T>(sql: string) => database.source.query<T[]>(sql, [campaign]);
    expect(
      await query(
        `select state, subscribers::int from subscriber_count
          where campaign_id = $1 and subscribers <> 0 order by state`,
      ),
    ).toEqual(
      await query(
        `select state, count(*)::int as subscribers from subscriber
          where campaign_id = $1 group by state order by state`,
      ),
    );
    expect(await query('select from inflight where campaign_id = $1')).toEqual([]);
    expect(await query('select number from due where campaign_id = $1 order by number')).toEqual(
      await query(
        `select number from subscriber
          where campaign_id = $1 and state in ('waiting', 'retry') order by number`,
      ),
    );
    // Whoever waits is an active contact; whoever was taken out is not, unless it is done.
    expect(
      await query(
        `select subscriber.number, subscriber.state, contact.status
           from subscriber
           join contact on contact.account_id = subscriber.account_id and contact.number = subscriber.number
          where subscriber.campaign_id = $1 and (
                subscriber.state in ('waiting', 'retry') and contact.status = 'inactive'
             or subscriber.state = 'removed' and contact.status = 'active')`,
      ),
    ).toEqual([]);
  }, 60_000);
});
