import { CampaignConclusion } from '@belltower/campaign';
import { NoticeView, Page } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';
import { importFile } from './import/importing';

describe('what happens in an account without its people', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const told = async (client = api.viewer) =>
    (await client.get<Page<NoticeView>>('notices')).body.items.map(({ text }) => text);
  const unseen = async (client = api.viewer) =>
    (await client.get<{ unseen: number }>('notices/unseen')).body.unseen;

  it('is told: how an import ended, to everybody of the account and nobody else', async () => {
    await importFile(api.owner, 'number\n+12125550123\nx\n', { newPhonebook: 'People' });
    expect(await told()).toEqual(['“people.csv”: 1 imported, 1 rejected.']);
    expect(await told(api.stranger)).toEqual([]);
  });

  it('is told: a gateway that goes down and comes back, to the accounts that may use it', async () => {
    const trunk = (down: boolean) => ({
      ...{ name: 'Trunk', channel: 'voice', driver: 'simulator', settings: { down } },
      ...{ channels: 10, callsPerSecond: 5, enabled: true },
    });
    const { body } = await api.operator.post<{ id: number }>('platform/gateways', trunk(false));
    const path = `platform/gateways/${body.id}`;
    await api.operator.put(`${path}/grants`, { accountIds: [api.accountId] });
    for (const down of [false, true, true, false]) {
      await api.operator.put(path, trunk(down));
      await api.operator.post(`${path}/check`);
    }
    expect((await told()).slice(0, 2)).toEqual([
      'The gateway “Trunk” takes calls again.',
      'The gateway “Trunk” cannot take calls: Set to be out of reach.',
    ]);
    expect(await told(api.stranger)).toEqual([]);
  });

  it('is told: a campaign that has nobody left to call', async () => {
    const [{ id }] = await api.database.query<[{ id: number }]>(
      `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
         max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, status, roster_complete)
       values ($1, 'Reminders', 'voice', 'Hello', 60, 45, 1800, 0, 300, '{}', '2026-01-01', '2099-02-01',
         '00:00', '24:00', '{mon}', '{}', 'UTC', 'running', true) returning id`,
      [api.accountId],
    );
    await api.app.get(CampaignConclusion).concludeIfDone(api.accountId, id);
    const { body } = await api.viewer.get<Page<NoticeView>>('notices?limit=1');
    expect(body.items).toMatchObject([
      { kind: 'campaign-finished', recordId: id, text: expect.stringContaining('“Reminders”') },
    ]);
  });

  it('is new to each person until they have looked', async () => {
    expect(await unseen()).toBe(4);
    expect((await api.viewer.post('notices/seen')).status).toBe(204);
    expect(await unseen()).toBe(0);
    expect(await unseen(api.owner)).toBe(4);
    expect(await unseen(api.stranger)).toBe(0);
  });
});
