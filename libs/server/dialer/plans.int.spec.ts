import { Queryable } from '@belltower/core';
import { Disposition, MessageState, PartReports, SubscriberState } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, ClaimedCall, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, givenSubscribers, NO_PLACES } from './dialer.builder';
import { finish } from './finish';
import { endWaiting } from './message-expiry';
import { fileMessages } from './message-filing';
import { keepReports } from './message-reports';
import { release } from './release';
import { answered } from './scripted-carrier.builder';
import { Session, SessionPool } from './session';

const QUEUE = 4_000;
const MOVED = 40;

/** Statements are planned once a connection, which may be before anybody has imported a number. */
describe('statements that were planned while the tables were empty', () => {
  let database: TestDatabase;
  let session: Session;
  let pool: SessionPool;
  let accountId: number;
  let campaignId: number;
  let gatewayId: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    ({ accountId } = await givenAccount(database.source));
    gatewayId = await givenGateway(database.source, accountId);
    campaignId = await givenCampaign(database.source, accountId, [gatewayId]);
    session = await Session.open(database.url, 'plans', () => undefined);
    pool = new SessionPool(database.url, 1);
  });
  afterEach(async () => {
    await session.close();
    await pool.close();
    await database.drop();
  });

  const claimed = async () => (await claimedCalls()).map(({ id }) => id);
  const claimedCalls = async () =>
    (await claim(session, {
      accountId,
      campaignId,
      now: new Date(),
      most: MOVED,
      mark: QUEUE_HEAD,
      routes: [
        {
          gatewayId,
          placeAt: Array.from({ length: MOVED }, () => new Date()),
          allowedPrefixes: [],
          callerId: null,
        },
      ],
      hands: ['00000000-0000-4000-8000-000000000001'],
      places: NO_PLACES,
    }))!.calls;
  const finished = (ids: number[]) =>
    finish(
      session,
      accountId,
      ids.map((id) => ({
        accountId,
        id,
        disposition: Disposition.Answered,
        endedAt: new Date(),
        ringSeconds: 5,
        talkSeconds: 20,
        sipStatus: 200,
        q850: 16,
        digits: null,
        timeline: [],
        answers: null,
        marks: null,
        country: 'US',
        next: {
          state: SubscriberState.Completed,
          at: null,
          attempts: 1,
          setbacks: 0,
          counted: null,
        },
      })),
    );
  const released = (ids: number[]) => release(session, accountId, ids, new Date());

  /** Rows that PostgreSQL reads of tables that grow, while something is done. */
  async function rowsReadBy(
    work: () => Promise<unknown>,
    tables = ['due', 'subscriber', 'inflight', 'contact'],
  ): Promise<number> {
    const read = async () => {
      const [{ rows }] = await session.query<[{ rows: number }]>(
        `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables
          where relname = any ($1)`,
        [tables],
      );
      return rows;
    };
    await session.query('begin');
    const before = await read();
    await work();
    const after = await read();
    await session.query('commit');
    return after - before;
  }

  it('read what they move, and not the queue that was filled since', async () => {
    await claimed();
    await finished([]);
    await released([]);
    await givenSubscribers(database.source, accountId, campaignId, QUEUE);

    let ids: number[] = [];
    expect(await rowsReadBy(async () => (ids = await claimed()))).toBeLessThan(QUEUE);
    expect(ids).toHaveLength(MOVED);
    expect(await rowsReadBy(() => finished(ids.slice(0, MOVED / 2)))).toBeLessThan(QUEUE);
    expect(await rowsReadBy(() => released(ids.slice(MOVED / 2)))).toBeLessThan(QUEUE);
    const left = await database.source.query<unknown[]>('select from due');
    expect(left).toHaveLength(QUEUE - MOVED / 2);
  });

  describe('look up do-not-call numbers one by one, and do not read the lists', () => {
    const LISTS = ['suppression', 'opt_out', 'platform_suppression'];
    /** What PostgreSQL knows about the lists when it plans. */
    const BEFORE: [string, () => Promise<void>][] = [
      ['nothing', async () => undefined],
      ['that they are empty', () => analyzed()],
      [
        'that they are short',
        async () => {
          await givenListed(20);
          await analyzed();
        },
      ],
    ];

    const analyzed = async () => {
      for (const table of LISTS) await database.source.query(`vacuum analyze ${table}`);
    };
    /** So many numbers of nobody on each list. */
    const givenListed = (count: number, first = 12_025_000_000) =>
      database.source.query(
        `with list as (
           insert into suppression_list (account_id, name) select $1, gen_random_uuid()::text returning id
         ), banned as (
           insert into platform_suppression_list (name) select gen_random_uuid()::text returning id
         ), number as materialized (
           select '+' || ($3::bigint + n) as number from generate_series(1, $2::int) as n
         ), listed as (
           insert into suppression (account_id, list_id, number, source) select $1, id, number, 'file' from list, number
         ), left_out as (
           insert into opt_out (account_id, number, channel, source) select $1, number, 'voice', 'key' from number
         )
         insert into platform_suppression (list_id, number, source) select id, number, 'file' from banned, number`,
        [accountId, count, first],
      );

    it.each(BEFORE)('planned while it is known of them: %s', async (_, before) => {
      await before();
      await claimed();
      await givenListed(QUEUE, 12_026_000_000);
      await givenSubscribers(database.source, accountId, campaignId, MOVED);
      // The first of the queue stands on one of each.
      for (const n of [0, 1, 2])
        await database.source.query(
          [
            `update suppression set number = '+12025550000' where number = '+12026000001'`,
            `update opt_out set number = '+12025550001' where number = '+12026000001'`,
            `update platform_suppression set number = '+12025550002' where number = '+12026000001'`,
          ][n]!,
        );
      let ids: number[] = [];
      expect(await rowsReadBy(async () => (ids = await claimed()), LISTS)).toBeLessThan(MOVED);
      expect(ids).toHaveLength(MOVED - 3);
    });
  });

  it('look up attempts at a number, and do not read those at others', async () => {
    await database.source.query('update account set attempts_per_day = 1, attempts_per_week = 3');
    await claimed();
    await database.source.query(
      `insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
                         disposition, ring_seconds, talk_seconds, ended_at)
       select $1, n, now() - interval '1 minute', 0, 0, '+' || (12025000000 + n), 1, 1, 'busy', 5, 0, now()
         from generate_series(1, $2::int) as n`,
      [accountId, QUEUE],
    );
    await givenMessages();
    await givenSubscribers(database.source, accountId, campaignId, MOVED);
    const partitions = await database.source.query<{ name: string }[]>(
      `select inhrelid::regclass::text as name from pg_inherits
        where inhparent in ('call'::regclass, 'message'::regclass)`,
    );
    const tables = partitions.map(({ name }) => name);
    let ids: number[] = [];
    expect(await rowsReadBy(async () => (ids = await claimed()), tables)).toBeLessThan(MOVED);
    expect(ids).toHaveLength(MOVED);
  });

  /** So many messages that await reports, each of a subscriber and number of its own. */
  const givenMessages = () =>
    database.source.query(
      `with written as (
         insert into message (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt, state,
                              text, encoding, segments, submitted_at, state_at, awaits)
         select $1, 1000000 + n, date_trunc('second', now()), $3, 1000000 + n, '+' || (12026000000 + n), $4, 1, 'sent', 'Hello',
                'gsm-7', 1, now(), now(), true
           from generate_series(1, $2::int) as n returning *
       )
       insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
       select gateway_id, 'old ' || id, account_id, id, created_at, 1, 'sent' from written`,
      [accountId, QUEUE, campaignId, gatewayId],
    );

  it('write messages and what is told of them, and do not read those of others', async () => {
    await database.source.query(`update campaign set channel = 'sms'`);
    const now = new Date();
    const told = (keys: string[], state = MessageState.Undelivered) =>
      keys.map((key) => ({ gatewayId, key, report: { at: now.toISOString(), state, code: null } }));
    const keyOf = ({ id }: ClaimedCall) => `part ${id}`;
    const filed = (db: Queryable, calls: readonly ClaimedCall[]) =>
      fileMessages(
        db,
        accountId,
        calls.map((call) => ({
          call,
          script: { maxRetries: 0, retryAfterSeconds: 60, retryOn: [], retryRules: [] },
          text: 'Hello',
          submission: answered(MessageState.Sent, [keyOf(call)]),
          reports: PartReports.Every,
        })),
        now,
      );
    const tables = ['due', 'subscriber', 'inflight', 'message_default', 'message_part'];
    /** Rows that are read, and entries of indexes, in a transaction of its own. */
    const rowsReadIn = (work: (db: Queryable) => Promise<unknown>) =>
      pool.transaction(async (db) => {
        const read = async () => {
          const [{ rows }] = await db.query<[{ rows: number }]>(
            `select ((select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables
                       where relname = any ($1))
                     + (select sum(pg_stat_get_xact_tuples_returned(indexrelid)) from pg_index
                         where indrelid = any ($1::regclass[])))::int as rows`,
            [tables],
          );
          return rows;
        };
        const before = await read();
        await work(db);
        return (await read()) - before;
      });
    // Planned while nothing is there: every statement once.
    await givenSubscribers(database.source, accountId, campaignId, 1, 12_025_540_000);
    const [first] = await claimedCalls();
    await pool.transaction((db) => keepReports(db, told([keyOf(first!)]), now));
    await pool.transaction((db) => filed(db, [first!]));
    await pool.transaction((db) => keepReports(db, told([keyOf(first!)]), now));
    await pool.transaction((db) => endWaiting(db, new Date(0)));

    await givenMessages();
    await givenSubscribers(database.source, accountId, campaignId, QUEUE);
    const calls = await claimedCalls();
    expect(calls).toHaveLength(MOVED);
    const strange = Array.from({ length: MOVED }, (_, n) => `nobody ${n}`);
    for (const work of [
      (db: Queryable) => filed(db, calls),
      (db: Queryable) => keepReports(db, told(calls.map(keyOf)), now),
      (db: Queryable) => keepReports(db, told(strange), now),
      (db: Queryable) => endWaiting(db, new Date(0)),
    ])
      // A few rows and entries of each table for every message.
      expect(await rowsReadIn(work)).toBeLessThan(30 * MOVED);
    const states = await database.source.query<object[]>(
      `select state, count(*)::int from message where attempt = 1 and id < 1000000 group by 1`,
    );
    expect(states).toEqual([{ state: 'undelivered', count: MOVED + 1 }]);
  });
});
