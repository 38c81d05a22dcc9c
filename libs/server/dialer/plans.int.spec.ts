import { Disposition, SubscriberState } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, givenSubscribers, NO_PLACES } from './dialer.builder';
import { finish, release } from './finish';
import { Session } from './session';

const QUEUE = 4_000;
const MOVED = 40;

/** Statements are planned once a connection, which may be before anybody has imported a number. */
describe('statements that were planned while the tables were empty', () => {
  let database: TestDatabase;
  let session: Session;
  let accountId: number;
  let campaignId: number;
  let gatewayId: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    ({ accountId } = await givenAccount(database.source));
    gatewayId = await givenGateway(database.source, accountId);
    campaignId = await givenCampaign(database.source, accountId, [gatewayId]);
    session = await Session.open(database.url, 'plans', () => undefined);
  });
  afterEach(async () => {
    await session.close();
    await database.drop();
  });

  const claimed = async () =>
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
    }))!.calls.map(({ id }) => id);
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

  /** Rows that PostgreSQL reads of the tables that grow, while something is done. */
  async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
    const read = async () => {
      const [{ rows }] = await session.query<[{ rows: number }]>(
        `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables
          where relname in ('due', 'subscriber', 'inflight', 'contact')`,
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
});
