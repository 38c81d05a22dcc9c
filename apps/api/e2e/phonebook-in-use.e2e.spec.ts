import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

describe('a phonebook that is taken away while a campaign starts', () => {
  let api: TestApi;
  let gatewayId: number;

  beforeAll(async () => {
    const clock = new FixedClock();
    clock.set('2026-03-02T10:00:00Z');
    api = await startApi({ clock });
    const [gateway] = await api.database.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, channels, calls_per_second)
       values ('Trunk', 'voice', 'simulator', 10, 5) returning id`,
    );
    gatewayId = gateway.id;
    await api.database.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      api.accountId,
      gatewayId,
    ]);
  });
  afterAll(() => api.close());

  let books = 0;
  async function givenCampaign() {
    const name = `Book ${++books}`;
    const { id: book } = (await api.owner.post<{ id: number }>('phonebooks', { name })).body;
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       values ($1, $2, '+12025550101', '+12025550101')`,
      [api.accountId, book],
    );
    const { id } = (
      await api.owner.post<{ id: number }>('campaigns', {
        name,
        message: 'Your appointment is tomorrow.',
        phonebookIds: [book],
        gatewayIds: [gatewayId],
        startsAt: '2026-03-02T10:00:00Z',
        endsAt: '2026-03-04T10:00:00Z',
      })
    ).body;
    return { book, id };
  }

  /** Resolves once somebody waits for a lock on a row or for the end of its writer. */
  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const [{ waiting }] = await api.database.query<[{ waiting: boolean }]>(
        `select exists (select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock') as waiting`,
      );
      if (waiting) return;
    }
  }

  it('is waited for, and the campaign then finds nobody to call', async () => {
    const { book, id } = await givenCampaign();
    const emptying = api.database.createQueryRunner();
    await emptying.startTransaction();
    await emptying.query('select from phonebook where id = $1 for no key update', [book]);
    const starting = api.owner.post<{ code: string }>(`campaigns/${id}/start`);
    await untilSomebodyWaits();
    await emptying.query('delete from contact where phonebook_id = $1', [book]);
    await emptying.commitTransaction();
    await emptying.release();
    expect(await starting).toMatchObject({ status: 409, body: { code: 'campaign.not-ready' } });
  });

  it('stays where the campaign came first', async () => {
    const { book, id } = await givenCampaign();
    const starting = api.database.createQueryRunner();
    await starting.startTransaction();
    await starting.query('select from phonebook where id = $1 for share', [book]);
    const removing = api.owner.delete<{ code: string }>(`phonebooks/${book}`);
    await untilSomebodyWaits();
    await starting.query(`update campaign set status = 'running' where id = $1`, [id]);
    await starting.commitTransaction();
    await starting.release();
    expect(await removing).toMatchObject({ status: 409, body: { code: 'phonebook.in-use' } });
  });

  it.each(['delete', 'empty'])('is never both gone and called: %s', async (deed) => {
    for (let round = 0; round < 8; round++) {
      const { book, id } = await givenCampaign();
      const [started, taken] = await Promise.all([
        api.owner.post(`campaigns/${id}/start`),
        deed === 'delete'
          ? api.owner.delete(`phonebooks/${book}`)
          : api.owner.post(`phonebooks/${book}/empty`),
      ]);
      const done = [started, taken].map(({ status }) => status);
      expect(done.filter((status) => status === 409)).toHaveLength(1);
      expect(done.filter((status) => status < 300)).toHaveLength(1);
    }
  });
});
