import { Affected, Page, SubscriberView } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

/** Midday in Madrid, where the account is. */
const NOW = '2026-03-02T11:00:00Z';

describe('subscribers', () => {
  let api: TestApi;
  let first: number;
  let second: number;
  const clock = new FixedClock(new Date(NOW));

  beforeAll(async () => {
    api = await startApi({ clock });
    const { body: phonebook } = await api.owner.post<{ id: number }>('phonebooks', { name: 'All' });
    const book = phonebook.id;
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number, first_name)
       select $1, $2, '+1202555' || lpad(n::text, 4, '0'), n, 'Contact ' || n from generate_series(1, 6) n`,
      [api.accountId, book],
    );
    first = await givenCampaign(book, 'Reminder', 'running');
    second = await givenCampaign(book, '=Survey', 'stopped');
    await api.database.query(
      `insert into subscriber (account_id, campaign_id, contact_id, number, next_attempt_at)
       select account_id, campaign.id, contact.id, number, $2
         from unnest($1::bigint[]) as campaign (id), contact order by number`,
      [[first, second], NOW],
    );
    await api.database.query(
      `insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number)
       select account_id, campaign_id, next_attempt_at, id, number from subscriber`,
    );
    await api.database.query(
      `insert into subscriber_count values ($1, $2, 'waiting', 6), ($1, $3, 'waiting', 6)`,
      [api.accountId, first, second],
    );
  });
  afterAll(() => api.close());

  /** As if it had been started, without waiting for anything in the background. */
  async function givenCampaign(book: number, name: string, status: string): Promise<number> {
    const [campaign] = await api.database.query<[{ id: number }]>(
      `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
         max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, country_hours, status, roster_complete)
       values ($1, $2, 'voice', 'Hello', 60, 45, 1800, 1, 300, '{busy}', '2026-01-01', '2027-01-01', '00:00',
         '24:00', '{monday,tuesday,wednesday,thursday,friday,saturday,sunday}', '{}', 'UTC', false, $3, true)
       returning id`,
      [api.accountId, name, status],
    );
    await api.database.query('insert into campaign_phonebook values ($1, $2, $3)', [
      api.accountId,
      campaign.id,
      book,
    ]);
    return campaign.id;
  }

  const list = async (query = '', client = api.owner) =>
    (await client.get<Page<SubscriberView>>(`subscribers${query}`)).body;
  const numbersOf = ({ items }: Page<SubscriberView>) =>
    items.map(({ number }) => number.slice(-4));

  it('stand with contact, campaign, and why they are not called', async () => {
    const { items } = await list(`?campaignId=${second}`);
    expect(items[0]).toMatchObject({
      number: '+12025550001',
      contactName: 'Contact 1',
      campaignName: '=Survey',
      state: 'waiting',
      heldBy: 'ended',
      nextAttemptAt: null,
    });
    expect((await list(`?campaignId=${first}`)).items[0]).toMatchObject({ heldBy: null });
  });

  it('are paged by key and found by any part of the number', async () => {
    const page = await list(`?campaignId=${first}&limit=4`);
    expect(numbersOf(page)).toEqual(['0001', '0002', '0003', '0004']);
    expect(page.total).toBe(6);
    const rest = await list(`?campaignId=${first}&limit=4&after=${page.next}`);
    expect(numbersOf(rest)).toEqual(['0005', '0006']);
    expect(numbersOf(await list(`?campaignId=${first}&number=555%200003`))).toEqual(['0003']);
    expect(numbersOf(await list(`?campaignId=${first}&state=retry,failed`))).toEqual([]);
  });

  it('are taken out and called again by filter, only where the campaign is under way', async () => {
    const bulk = async (action: string, matching: Record<string, string>) =>
      (await api.owner.post<Affected>('subscribers/bulk', { action, matching })).body.affected;
    expect(await bulk('remove', { number: '0002' })).toBe(1);
    const removed = await list(`?campaignId=${first}&state=removed`);
    expect(numbersOf(removed)).toEqual(['0002']);
    expect(removed).toMatchObject({ total: 1, estimated: false });
    expect(await list(`?campaignId=${first}&state=removed,waiting`)).toMatchObject({ total: 6 });
    expect(await bulk('retry-now', { state: 'removed' })).toBe(1);
    expect(numbersOf(await list(`?campaignId=${first}&state=removed`))).toEqual([]);
    const { body } = await api.owner.get<{ items: { what: string }[] }>(
      `campaigns/${first}/activity`,
    );
    expect(body.items.map(({ what }) => what)).toEqual([
      'Had 1 number called again at once',
      'Took 1 number out of the campaign',
    ]);
  });

  it('say beforehand whom a retry would call, and why not the others', async () => {
    const set = (last: number, values: string) =>
      api.database.query(
        `update subscriber set ${values} where campaign_id = $1 and number = '+1202555000' || $2`,
        [first, last],
      );
    await set(1, `state = 'completed', attempts = 1`);
    await set(3, `state = 'failed', attempts = 1`);
    await set(4, `state = 'failed', attempts = 2`);
    await set(5, `state = 'suppressed'`);
    const foresee = (body: object) => api.owner.post('subscribers/retries', body);
    const { body } = await foresee({ matching: { campaignId: String(first) } });
    expect(body).toEqual({
      affected: 1,
      left: expect.arrayContaining([
        { reason: 'pace', subscribers: 2 },
        { reason: 'completed', subscribers: 1 },
        { reason: 'attempts-used-up', subscribers: 1 },
        { reason: 'suppressed', subscribers: 1 },
      ]),
    });
    expect((await foresee({ matching: { campaignId: String(second) } })).body).toEqual({
      affected: 0,
      left: [{ reason: 'ended', subscribers: 6 }],
    });
    await set(1, `state = 'waiting', attempts = 0`);
    for (const last of [3, 4, 5]) await set(last, `state = 'waiting', attempts = 0`);
  });

  it('are refused a bulk action on nothing, or on filters that do not exist', async () => {
    const post = (body: object) => api.owner.post('subscribers/bulk', body);
    expect(await post({ action: 'remove' })).toMatchObject({
      status: 422,
      body: { code: 'subscriber.nothing-chosen' },
    });
    expect((await post({ action: 'remove', matching: { colour: 'red' } })).status).toBe(422);
  });

  it('are exported as the filters say, with formulas made harmless', async () => {
    const response = await api.owner.fetch(`subscribers.csv?campaignId=${second}&number=0006`);
    expect(response.headers.get('content-disposition')).toContain('subscribers.csv');
    const [heading, ...rows] = (await response.text()).replace('\uFEFF', '').trim().split('\r\n');
    expect(heading).toBe(
      'Number,Contact,Campaign,State,Attempts,Last attempt (Europe/Madrid),Next attempt (Europe/Madrid),Held back by,Disposition',
    );
    expect(rows).toEqual([`+12025550006,Contact 6,'=Survey,waiting,0,,,ended,`]);
  });

  it('belong to their account alone', async () => {
    expect((await list('', api.stranger)).items).toEqual([]);
  });
});
