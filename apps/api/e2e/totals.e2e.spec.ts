import { TotalsCheckView } from '@belltower/dto';
import {
  givenCalls,
  givenCampaignRow,
  givenGatewayRow,
} from '../../../libs/server/report/report.builder';
import { polled } from '../testing/polled';
import { startApi, TestApi } from '../testing/start-api';

describe('checks of totals', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi();
    const gatewayId = await givenGatewayRow(api.database, api.accountId);
    for (const accountId of [api.accountId, api.strangerAccountId])
      await givenCalls(api.database, accountId, [
        {
          createdAt: '2026-11-23T10:00:00Z',
          campaignId: await givenCampaignRow(api.database, accountId),
          gatewayId,
        },
      ]);
  });
  afterAll(() => api.close());

  const start = async (input: object = {}) => {
    const { status, body } = await api.operator.post<TotalsCheckView>(
      'platform/totals-checks',
      input,
    );
    expect(status).toBe(201);
    return body.id;
  };
  const ended = (id: number) =>
    polled(
      async () => (await api.operator.get<TotalsCheckView>(`platform/totals-checks/${id}`)).body,
      ({ endedAt }) => endedAt !== null,
    );

  it('find what differs, put it right only when told to, and are remembered', async () => {
    await api.database.query('update call_stat set calls = 3 where account_id = $1', [
      api.strangerAccountId,
    ]);
    const found = await ended(await start());
    expect(found).toMatchObject({
      ...{ status: 'finished', repair: false, createdBy: 'Operator', problem: null },
      ...{ accounts: 2, accountsDone: 2, callsCounted: 2, differences: 1 },
      examples: [
        {
          accountName: 'Campaign office',
          campaignName: 'Reminders',
          keptCalls: 3,
          countedCalls: 1,
        },
      ],
    });
    expect(await ended(await start({ accountId: api.accountId }))).toMatchObject({
      ...{ accounts: 1, differences: 0 },
    });
    expect(await ended(await start({ repair: true }))).toMatchObject({ differences: 1 });
    expect(await ended(await start())).toMatchObject({ differences: 0 });
    const { body } = await api.operator.get<TotalsCheckView[]>('platform/totals-checks');
    expect(body.map(({ repair, differences }) => [repair, differences])).toEqual([
      [false, 0],
      [true, 1],
      [false, 0],
      [false, 1],
    ]);
  });

  it('are one at a time', async () => {
    await api.database.query(
      `insert into totals_check (status, repair, created_at, beat_at) values ('running', false, now(), now())`,
    );
    const { status, body } = await api.operator.post('platform/totals-checks', {});
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'totals.under-way' } });
    // One whose process is gone is in nobody’s way.
    await api.database.query(
      `update totals_check set beat_at = now() - interval '1 hour' where status = 'running'`,
    );
    expect(await ended(await start())).toMatchObject({ status: 'finished' });
  });

  it('are the operator’s, of accounts that exist and periods that have a length', async () => {
    expect((await api.owner.post('platform/totals-checks', {})).status).toBe(403);
    expect((await api.owner.get('platform/totals-checks')).status).toBe(403);
    expect((await api.operator.get('platform/totals-checks/999')).status).toBe(404);
    expect((await api.operator.post('platform/totals-checks', { accountId: 999 })).status).toBe(
      404,
    );
    const backwards = { from: '2026-11-24T00:00:00Z', until: '2026-11-23T00:00:00Z' };
    expect((await api.operator.post('platform/totals-checks', backwards)).status).toBe(422);
  });
});
