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
  async function givenPhonebook() {
    const name = `Book ${++books}`;
    return (await api.owner.post<{ id: number }>('phonebooks', { name })).body.id;
  }

  const campaignOf = (phonebookIds: number[], name = 'Reminders') => ({
    name,
    message: 'Your appointment is tomorrow.',
    phonebookIds,
    gatewayIds: [gatewayId],
    startsAt: '2026-03-02T10:00:00Z',
    endsAt: '2026-03-04T10:00:00Z',
  });

  async function givenCampaign() {
    const book = await givenPhonebook();
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       values ($1, $2, '+12025550101', '+12025550101')`,
      [api.accountId, book],
    );
    const { id } = (await api.owner.post<{ id: number }>('campaigns', campaignOf([book]))).body;
    return { book, id };
  }

  /** Resolves once so many wait for a lock on a row or for the end of its writer. */
  async function untilWaiting(count: number): Promise<void> {
    for (;;) {
      const [{ waiting }] = await api.database.query<[{ waiting: number }]>(
        `select count(*) as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting >= count) return;
    }
  }

  it('is waited for, and the campaign then finds nobody to call', async () => {
    const { book, id } = await givenCampaign();
    const emptying = api.database.createQueryRunner();
    await emptying.startTransaction();
    await emptying.query('select from phonebook where id = $1 for no key update', [book]);
    const starting = api.owner.post<{ code: string }>(`campaigns/${id}/start`);
    await untilWaiting(1);
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
    await untilWaiting(1);
    await starting.query(`update campaign set status = 'running' where id = $1`, [id]);
    await starting.commitTransaction();
    await starting.release();
    expect(await removing).toMatchObject({ status: 409, body: { code: 'phonebook.in-use' } });
  });

  it('is deleted while a draft that names it is changed, and neither waits for the other for ever', async () => {
    const [first, second] = [await givenPhonebook(), await givenPhonebook()];
    const books = [second, first];
    const { id } = (await api.owner.post<{ id: number }>('campaigns', campaignOf(books))).body;
    const holding = api.database.createQueryRunner();
    await holding.startTransaction();
    await holding.query('select from phonebook where id = $1 for update', [second]);
    const changing = api.owner.put(`campaigns/${id}`, campaignOf(books, 'Invitations'));
    await untilWaiting(1);
    const removing = api.owner.delete(`phonebooks/${first}`);
    await untilWaiting(2);
    await holding.commitTransaction();
    await holding.release();
    expect((await changing).status).toBe(200);
    expect((await removing).status).toBe(204);
    const { body } = await api.owner.get(`campaigns/${id}`);
    expect(body).toMatchObject({ name: 'Invitations', phonebookIds: [second] });
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
