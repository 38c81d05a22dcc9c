import { AccountView, LimitUsageView } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

describe('caps on attempts at one number', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const settings = (caps: object) => ({
    name: 'Clinic',
    defaultCountry: 'US',
    timeZone: 'Europe/Madrid',
    ...caps,
  });
  const put = (caps: object, client = api.owner) =>
    client.put<AccountView>('account', settings(caps));
  const asOperator = (caps: object) =>
    api.operator.put<AccountView>(`platform/accounts/${api.accountId}`, settings(caps));

  it('are set by an owner, and taken away by leaving them out', async () => {
    const { status, body } = await put({ attemptsPerDay: 2, attemptsPerWeek: 5 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ attemptsPerDay: 2, attemptsPerWeek: 5 });
    expect((await put({})).body).toMatchObject({ attemptsPerDay: null, attemptsPerWeek: null });
  });

  it('are at least one, and a matter for owners', async () => {
    expect((await put({ attemptsPerDay: 0 })).status).toBe(422);
    expect((await put({ attemptsPerDay: 1.5 })).status).toBe(422);
    expect((await put({ attemptsPerDay: 2 }, api.manager)).status).toBe(403);
  });

  it('stay within the operator’s, which is named where they do not', async () => {
    expect((await asOperator({ maxAttemptsPerDay: 3 })).status).toBe(200);
    expect(await put({ attemptsPerDay: 4 })).toMatchObject({
      status: 422,
      body: {
        code: 'account.limit',
        detail: 'Attempts at one number in 24 hours may be at most 3: the limit of your account',
        errors: [{ field: 'attemptsPerDay' }],
      },
    });
    expect((await put({ attemptsPerDay: 3, attemptsPerWeek: 9 })).status).toBe(200);
    const { body } = await api.owner.get<LimitUsageView[]>('account/usage');
    expect(body).toContainEqual(
      expect.objectContaining({ limit: 'maxAttemptsPerDay', used: null, allowed: 3 }),
    );
  });

  it('have held numbers looked at again when they are raised, and only then', async () => {
    await asOperator({});
    await put({ attemptsPerDay: 2 });
    const [campaign] = await api.database.query<[{ id: number }]>(
      `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
         max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, status, roster_complete)
       values ($1, 'Reminder', 'voice', 'Hello', 60, 45, 1800, 1, 300, '{busy}', '2026-01-01', '2027-01-01', '00:00',
         '24:00', '{monday}', '{}', 'UTC', 'paused', true)
       returning id`,
      [api.accountId],
    );
    await api.database.query(
      `with listed as (
         insert into subscriber (account_id, campaign_id, number, next_attempt_at)
         values ($1, $2, '+12025550100', '2099-01-01') returning id
       )
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number, held_by)
       select $1, $2, '2099-01-01', id, '+12025550100', 'attempts-per-day' from listed`,
      [api.accountId, campaign.id],
    );
    const waits = () =>
      api.database.query(`select from due where held_by is not null and campaign_id = $1`, [
        campaign.id,
      ]);
    const recalled = () =>
      api.database.query('select from campaign where id = $1 and recall_held', [campaign.id]);
    await put({ attemptsPerDay: 1 });
    expect(await recalled()).toHaveLength(0);
    expect(await waits()).toHaveLength(1);
    await put({ attemptsPerDay: 3 });
    for (let asked = 0; asked < 2_000 && (await waits()).length; asked++);
    expect(await waits()).toHaveLength(0);
  });
});
