import { Roster } from '@belltower/campaign';
import { CampaignView, RestOutcomeView } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';

const NOW = '2026-03-02T11:00:00Z';

/** How the campaign has left each of its numbers, by their last digit. */
const LEFT: [state: string, disposition: string | null][] = [
  ['completed', 'answered'],
  ['failed', 'busy'],
  ['failed', 'busy'],
  ['retry', 'no-answer'],
  ['waiting', null],
  ['waiting', null],
  ['suppressed', 'busy'],
  ['removed', null],
];

describe('calling the rest again', () => {
  let api: TestApi;
  let gatewayId: number;
  let book: number;
  let original: CampaignView;
  const clock = new FixedClock(new Date(NOW));

  beforeAll(async () => {
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
  beforeEach(async () => {
    clock.set(NOW);
    ({ book, original } = await givenStopped());
  });
  afterAll(() => api.close());

  const number = (last: number) => `+1202555000${last}`;
  let books = 0;

  /** A stopped campaign, some of whose contacts have been called. */
  async function givenStopped() {
    const { body } = await api.owner.post<{ id: number }>('phonebooks', {
      name: `Book ${++books}`,
    });
    for (const last of LEFT.keys())
      await api.owner.post('contacts', { phonebookId: body.id, number: number(last) });
    const created = await api.owner.post<CampaignView>('campaigns', {
      name: 'Reminder',
      message: 'Your appointment is tomorrow.',
      phonebookIds: [body.id],
      gatewayIds: [gatewayId],
      startsAt: NOW,
      endsAt: '2026-03-04T11:00:00Z',
      maxRetries: 2,
      retryRules: [{ disposition: 'busy', times: 1, afterSeconds: 600 }],
    });
    const { id } = created.body;
    await api.owner.post(`campaigns/${id}/start`);
    await api.app.get(Roster).draw(api.accountId, id);
    for (const [last, [state, disposition]] of LEFT.entries())
      await api.database.query(
        `update subscriber set state = $3, disposition = $4::text, attempts = ($4::text is not null)::int
          where campaign_id = $1 and number = $2`,
        [id, number(last), state, disposition],
      );
    const stopped = await api.owner.post<CampaignView>(`campaigns/${id}/stop`, { hangUp: false });
    return { book: body.id, original: stopped.body };
  }

  const leftBy = async (id: number, client: Client = api.owner) =>
    client.get<RestOutcomeView[]>(`campaigns/${id}/rest`);
  const callAgain = (outcomes: string[], client: Client = api.owner) =>
    client.post<CampaignView>(`campaigns/${original.id}/rest`, { outcomes });
  const rosterOf = async (id: number) => {
    await api.app.get(Roster).draw(api.accountId, id);
    await api.app.get(Roster).follow(api.accountId);
    const rows = await api.database.query<{ number: string }[]>(
      `select number from subscriber where campaign_id = $1 and state = 'waiting' order by number`,
      [id],
    );
    return rows.map((row) => row.number);
  };
  const started = async (outcomes: string[]) => {
    const { body } = await callAgain(outcomes);
    await api.owner.post(`campaigns/${body.id}/start`);
    return body;
  };
  const activityOf = async (id: number) => {
    const { body } = await api.owner.get<{ items: { what: string }[] }>(`campaigns/${id}/activity`);
    return body.items.map(({ what }) => what);
  };
  const setContact = async (last: number, status: string) => {
    const { body } = await api.owner.get<{ items: { id: number }[] }>(
      `contacts?phonebookId=${book}&number=${encodeURIComponent(number(last))}`,
    );
    const ids = body.items.map(({ id }) => id);
    const action = status === 'active' ? 'activate' : 'deactivate';
    const answer = await api.owner.post('contacts/bulk', { action, ids });
    expect(answer.status).toBe(200);
  };

  it('says how many there are of each, without those that must not or can no longer be called', async () => {
    await setContact(2, 'inactive');
    expect((await leftBy(original.id)).body).toEqual([
      { outcome: 'never-called', subscribers: 2 },
      { outcome: 'answered', subscribers: 1 },
      { outcome: 'busy', subscribers: 1 },
      { outcome: 'no-answer', subscribers: 1 },
    ]);
  });

  it('makes a draft like the original for exactly those numbers', async () => {
    const { status, body } = await callAgain(['busy', 'never-called']);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Reminder (rest)',
      status: 'draft',
      message: original.message,
      phonebookIds: [book],
      maxRetries: 2,
      retryRules: [{ disposition: 'busy', times: 1, afterSeconds: 600 }],
      sourceCampaignId: original.id,
      sourceCampaignName: 'Reminder',
      sourceOutcomes: ['busy', 'never-called'],
      subscribers: 0,
    });
    await api.owner.post(`campaigns/${body.id}/start`);
    expect(await rosterOf(body.id)).toEqual([1, 2, 4, 5].map(number));
    expect(await activityOf(body.id)).toContain(
      'Created to call 4 numbers again that “Reminder” left: busy, never called',
    );
    expect(await activityOf(original.id)).toContain(
      'Had 4 numbers left to “Reminder (rest)”: busy, never called',
    );
  });

  it('is foretold with those numbers alone', async () => {
    const { body } = await callAgain(['busy', 'never-called']);
    const forecast = await api.owner.get(`campaigns/${body.id}/forecast`);
    expect(forecast.body).toMatchObject({
      contacts: LEFT.length,
      others: LEFT.length - 4,
      willBeCalled: 4,
      missing: [],
    });
  });

  it('lets a contact leave and come back while it is under way, and nobody else join', async () => {
    const { id } = await started(['busy']);
    expect(await rosterOf(id)).toEqual([1, 2].map(number));
    await api.owner.post('contacts', { phonebookId: book, number: number(9) });
    await setContact(0, 'inactive');
    await setContact(0, 'active');
    await setContact(1, 'inactive');
    expect(await rosterOf(id)).toEqual([number(2)]);
    await setContact(1, 'active');
    expect(await rosterOf(id)).toEqual([1, 2].map(number));
  });

  it('goes on when the original is deleted, which is refused before the numbers are taken over', async () => {
    const { body } = await callAgain(['busy']);
    const refused = await api.owner.delete(`campaigns/${original.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'campaign.is-source' } });
    await api.owner.post(`campaigns/${body.id}/start`);
    expect(await rosterOf(body.id)).toHaveLength(2);
    expect((await api.owner.delete(`campaigns/${original.id}`)).status).toBe(204);
    await api.database.query('delete from subscriber where campaign_id = $1', [original.id]);
    await setContact(1, 'inactive');
    await setContact(1, 'active');
    expect(await rosterOf(body.id)).toEqual([1, 2].map(number));
  });

  it('is copied with its numbers', async () => {
    const { body } = await callAgain(['no-answer']);
    const { body: copy } = await api.owner.post<CampaignView>(`campaigns/${body.id}/duplicate`);
    await api.owner.post(`campaigns/${copy.id}/start`);
    expect(await rosterOf(copy.id)).toEqual([number(3)]);
  });

  it('can be edited before it starts, and still calls nobody else', async () => {
    const { body } = await callAgain(['no-answer']);
    const input = {
      name: 'Once more',
      message: 'Hello',
      phonebookIds: [book],
      gatewayIds: [gatewayId],
      startsAt: NOW,
      endsAt: '2026-03-04T11:00:00Z',
    };
    const { status } = await api.owner.put(`campaigns/${body.id}`, input);
    expect(status).toBe(200);
    await api.owner.post(`campaigns/${body.id}/start`);
    expect(await rosterOf(body.id)).toEqual([number(3)]);
  });

  it('is refused while the original is not over, for nobody, and to those who may not', async () => {
    const again = (outcomes: string[], client?: Client) => callAgain(outcomes, client);
    expect(await again(['rejected'])).toMatchObject({
      status: 409,
      body: { code: 'campaign.nobody-left' },
    });
    expect((await again([])).status).toBe(422);
    expect((await again(['gone'])).status).toBe(422);
    expect((await again(['busy'], api.viewer)).status).toBe(403);
    expect((await again(['busy'], api.stranger)).status).toBe(404);
    expect((await leftBy(original.id, api.stranger)).status).toBe(404);
    await api.database.query(`update campaign set status = 'paused' where id = $1`, [original.id]);
    expect(await again(['busy'])).toMatchObject({
      status: 409,
      body: { code: 'campaign.not-ended' },
    });
  });

  it('cannot start once none of its numbers has an active contact', async () => {
    const { body } = await callAgain(['no-answer']);
    await setContact(3, 'inactive');
    const answer = await api.owner.post(`campaigns/${body.id}/start`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'campaign.not-ready' } });
  });
});
