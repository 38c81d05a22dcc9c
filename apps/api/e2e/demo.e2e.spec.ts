import { CampaignView, DemoView, MeView, Page, PhonebookView } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';

describe('demonstration data', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const figure = async (sql: string): Promise<number> => {
    const [row] = await api.database.query<[{ figure: number }]>(`select (${sql})::int as figure`);
    return row.figure;
  };
  const demo = () => api.operator.get<DemoView>('demo');

  it('is made and removed by operators alone', async () => {
    expect((await api.owner.post('demo')).status).toBe(403);
    expect((await api.owner.delete('demo')).status).toBe(403);
    expect((await api.operator.delete('demo')).status).toBe(404);
    expect((await demo()).body).toEqual({ accountId: null });
  });

  describe('once made', () => {
    let accountId: number;
    beforeAll(async () => {
      const { status, body } = await api.operator.post<DemoView>('demo');
      if (status !== 201 || body.accountId === null) throw new Error(JSON.stringify(body));
      accountId = body.accountId;
    }, 60_000);

    it('is where the operator who made it finds themselves', async () => {
      const { body } = await api.operator.get<MeView>('me');
      expect(body).toMatchObject({ accountId, demo: true, acting: true });
    });

    it('is not made twice', async () => {
      const operator = await api.signIn('operator@example.org');
      const { status, body } = await operator.post('demo');
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'demo.exists' });
    });

    it('has phonebooks whose contacts are counted right', async () => {
      const { body } = await api.operator.get<Page<PhonebookView>>('phonebooks');
      expect(body.items.map(({ name }) => name)).toEqual([
        'Members',
        'Patients',
        'Supporters',
        'Survey panel',
      ]);
      const contacts = await figure('select count(*) from contact');
      expect(contacts).toBeGreaterThan(4_000);
      expect(await figure('select sum(all_contacts) from phonebook_size')).toBe(contacts);
    });

    it('has only numbers that are set aside for fiction', async () => {
      const real = await figure(
        `select count(*) from contact
          where number !~ '^\\+1\\d{3}55501\\d\\d$' and number !~ '^\\+44207946\\d{4}$' and number !~ '^\\+3319900\\d{4}$'`,
      );
      expect(real).toBe(0);
    });

    it('has campaigns of every kind over a simulated gateway', async () => {
      const { body } = await api.operator.get<Page<CampaignView>>('campaigns?limit=50');
      expect(new Set(body.items.map(({ status }) => status))).toEqual(
        new Set(['finished', 'running', 'paused', 'draft']),
      );
      expect(body.items.every(({ simulated }) => simulated)).toBe(true);
    });

    it('has a past whose totals add up', async () => {
      const calls = await figure('select count(*) from call');
      expect(calls).toBeGreaterThan(5_000);
      expect(await figure('select sum(calls) from call_stat')).toBe(calls);
      expect(await figure('select sum(talk_seconds) from call_stat')).toBe(
        await figure('select sum(talk_seconds) from call'),
      );
      const over = `from subscriber join campaign on campaign.account_id = subscriber.account_id
        and campaign.id = subscriber.campaign_id where campaign.status = 'finished'`;
      expect(await figure(`select sum(attempts) ${over}`)).toBe(calls);
      expect(await figure(`select count(*) ${over}`)).toBe(
        await figure(
          `select sum(subscribers) from subscriber_count join campaign
             on campaign.id = subscriber_count.campaign_id where campaign.status = 'finished'`,
        ),
      );
      expect(await figure(`select count(*) from call where created_at > now()`)).toBe(0);
    });

    it('has called within the hours of each campaign only', async () => {
      const outside = await figure(
        `select count(*) from call join campaign on campaign.id = call.campaign_id
          where to_char(call.created_at at time zone campaign.time_zone, 'HH24:MI')
                not between campaign.hours_from and campaign.hours_until
             or call.created_at not between campaign.starts_at and campaign.ends_at
             or not trim(to_char(call.created_at at time zone campaign.time_zone, 'day')) = any(campaign.week_days)`,
      );
      expect(outside).toBe(0);
    });

    it('is removed in one step, and leaves nothing', async () => {
      expect((await api.operator.delete('demo')).status).toBe(204);
      expect((await api.operator.get<MeView>('me')).body).toMatchObject({
        accountId: api.accountId,
        demo: false,
      });
      expect((await demo()).body).toEqual({ accountId: null });
      for (const table of ['contact', 'campaign', 'subscriber', 'call', 'call_stat', 'gateway']) {
        expect([table, await figure(`select count(*) from ${table}`)]).toEqual([table, 0]);
      }
    });

    it('can be made anew', async () => {
      expect((await api.operator.post('demo')).status).toBe(201);
      expect((await api.operator.delete('demo')).status).toBe(204);
    }, 60_000);
  });
});
