import { AccountInput, CampaignInput, CampaignView, LimitUsageView } from '@belltower/dto';
import { startApi, TestApi } from '../testing/start-api';
import { Answer } from '../testing/client';

let api: TestApi;
let gatewayId: number;
let phonebookId: number;

beforeAll(async () => {
  api = await startApi();
  const [gateway] = await query<{ id: number }>(
    `insert into gateway (name, channel, driver, channels, calls_per_second)
     values ('Trunk', 'voice', 'simulator', 10, 5) returning id`,
  );
  gatewayId = gateway!.id;
  await query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
    api.accountId,
    gatewayId,
  ]);
  const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Patients' });
  phonebookId = body.id;
  for (let n = 1; n <= 3; n++) await addContact(n);
});
beforeEach(async () => {
  await query('delete from campaign');
  await setLimits({});
});
afterAll(() => api.close());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  api.database.query<T[]>(sql, values);
/** As an operator does it; limits that are not named are none. */
async function setLimits(limits: Partial<AccountInput>): Promise<void> {
  const input = { ...new AccountInput(), name: 'Clinic', defaultCountry: 'US', timeZone: 'UTC' };
  const { status, body } = await api.operator.put(`platform/accounts/${api.accountId}`, {
    ...input,
    ...limits,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
}
const addContact = (n: number) =>
  api.owner.post('contacts', { phonebookId, number: `+1202555010${n}` });
const addCampaign = (values: Partial<CampaignInput> = {}) =>
  api.owner.post<CampaignView>('campaigns', {
    name: 'Reminder',
    message: 'Hello',
    phonebookIds: [phonebookId],
    gatewayIds: [gatewayId],
    ...values,
  });
const start = async (values: Partial<CampaignInput> = {}) => {
  const { body } = await addCampaign(values);
  return api.owner.post<CampaignView>(`campaigns/${body.id}/start`);
};
const campaigns = async (count: number): Promise<Answer> => {
  for (let n = 1; n < count; n++) await addCampaign();
  return addCampaign();
};

interface Case {
  limit: keyof AccountInput & `max${string}`;
  /** In the words that refuse. */
  named: RegExp;
  /** Does what takes so much of the limit. */
  take: (amount: number) => Promise<Answer>;
  most: number;
}

const CASES: Case[] = [
  {
    limit: 'maxCallsPerMinute',
    named: /Calls per minute may be at most .*limit of your account/,
    take: (callsPerMinute) => addCampaign({ callsPerMinute }),
    most: 100,
  },
  {
    limit: 'maxChannels',
    named: /Channels may be at most .*limit of your account/,
    take: (channels) => addCampaign({ channels }),
    most: 10,
  },
  {
    limit: 'maxRetries',
    named: /Retries may be at most .*limit of your account/,
    take: (maxRetries) => addCampaign({ maxRetries }),
    most: 2,
  },
  {
    limit: 'maxRingTimeoutSeconds',
    named: /Ring timeout may be at most .*limit of your account/,
    take: (ringTimeoutSeconds) => addCampaign({ ringTimeoutSeconds }),
    most: 30,
  },
  {
    limit: 'maxCallSeconds',
    named: /Longest call may be at most .*limit of your account/,
    take: (maxCallSeconds) => addCampaign({ maxCallSeconds }),
    most: 600,
  },
  {
    limit: 'maxCampaigns',
    named: /may have .*campaigns/,
    take: campaigns,
    most: 2,
  },
  {
    limit: 'maxSubscribersPerCampaign',
    named: /more numbers than the .*subscribers/,
    take: async (amount) => {
      await query('update contact set status = $1', ['inactive']);
      await query(
        `update contact set status = 'active' where id in (select id from contact order by id limit $1)`,
        [amount],
      );
      const answer = await start();
      await query('update contact set status = $1', ['active']);
      return answer;
    },
    most: 2,
  },
];

describe.each(CASES)('the limit $limit of an account', ({ limit, named, take, most }) => {
  const taken = async (allowed: number | null, amount: number) => {
    await setLimits({ [limit]: allowed });
    return take(amount);
  };
  const isRefused = ({ status, body }: Answer) => {
    expect([409, 422]).toContain(status);
    expect((body as { detail: string }).detail).toMatch(named);
  };

  it('is unlimited where it is blank', async () => {
    expect((await taken(null, most + 1)).status).toBeLessThan(300);
  });

  it('allows as much as it says, and refuses more by its name', async () => {
    expect((await taken(most, most)).status).toBeLessThan(300);
    await query('delete from campaign');
    isRefused(await taken(most, most + 1));
  });

  it('allows nothing where it is 0', async () => {
    isRefused(await taken(0, most));
  });
});

describe('a limit of contacts', () => {
  afterEach(async () => {
    const added = await query<{ id: number }>(
      `select id from contact where number > '+12025550103'`,
    );
    for (const { id } of added) await api.owner.delete(`contacts/${id}`);
  });

  it('holds for every contact that is added', async () => {
    await setLimits({ maxContacts: 4 });
    expect((await addContact(4)).status).toBe(201);
    const { status, body } = await addContact(5);
    expect(status).toBe(409);
    expect((body as { detail: string }).detail).toContain('its limit “Contacts”');
    await setLimits({ maxContacts: 0 });
    expect((await addContact(5)).status).toBe(409);
    await setLimits({});
    expect((await addContact(5)).status).toBe(201);
  });
});

describe('limits that are lowered', () => {
  const HELD = { code: 'campaign.not-ready' };

  it('keep a campaign from being started or resumed, by their names', async () => {
    const { body } = await start({ callsPerMinute: 60 });
    await api.owner.post(`campaigns/${body.id}/pause`);
    await setLimits({ maxCallsPerMinute: 10 });
    const resumed = await api.owner.post(`campaigns/${body.id}/resume`);
    expect(resumed).toMatchObject({ status: 409, body: HELD });
    await setLimits({ maxCampaigns: 0 });
    const answer = await api.owner.post(`campaigns/${body.id}/resume`);
    expect((answer.body as { detail: string }).detail).toContain('limit “Campaigns” is 0');
  });

  it('let no more campaigns run than they say', async () => {
    const { body: first } = await start();
    const { body: draft } = await addCampaign();
    await setLimits({ maxCampaigns: 1 });
    const answer = await api.owner.post(`campaigns/${draft.id}/start`);
    expect((answer.body as { detail: string }).detail).toContain('limit “Campaigns” is 1');
    await api.owner.post(`campaigns/${first.id}/stop`, { hangUp: false });
    expect((await api.owner.post(`campaigns/${draft.id}/start`)).status).toBe(200);
  });

  it('hold what runs already, and say which limit does', async () => {
    const { body } = await start();
    await setLimits({ maxCallSeconds: 0 });
    const { body: holds } = await api.owner.get<object[]>(`campaigns/${body.id}/holds`);
    expect(holds).toContainEqual(
      expect.objectContaining({
        reason: 'account-limit',
        detail: 'The account’s limit “Longest call” is 0: it may make no calls',
      }),
    );
  });
});

describe('the use of limits', () => {
  it('is counted over all campaigns where a limit is used up, and is none for a ceiling', async () => {
    const { body: campaign } = await start();
    const others = await Promise.all(Array.from({ length: 3 }, () => addCampaign()));
    const [beside, silent, texting] = others.map(({ body }) => body.id);
    await query(`update campaign set channel = 'sms' where id = $1`, [texting]);
    await query(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select $1, $2, n, '+12025550101', $3, 1, gen_random_uuid(), now() from generate_series(1, 3) n`,
      [api.accountId, campaign.id, gatewayId],
    );
    await query(
      `insert into campaign_gauge (account_id, campaign_id, in_flight, calls_last_minute, at)
       values ($1, $2, 3, 40, now()), ($1, $3, 0, 2, now()), ($1, $4, 0, 500, now() - interval '1 hour'),
              ($1, $5, 0, 70, now())`,
      [api.accountId, campaign.id, beside, silent, texting],
    );
    await setLimits({
      ...{ maxCallsPerMinute: 100, maxChannels: 5, maxCampaigns: 10, maxMessagesPerMinute: 90 },
    });
    const { body } = await api.owner.get<LimitUsageView[]>('account/usage');
    await query('delete from inflight');
    const used = Object.fromEntries(body.map((line) => [line.limit, [line.used, line.allowed]]));
    expect(used).toEqual({
      maxCallsPerMinute: [42, 100],
      maxChannels: [3, 5],
      maxCampaigns: [4, 10],
      maxSubscribersPerCampaign: [null, null],
      maxContacts: [3, null],
      maxRetries: [null, null],
      maxAttemptsPerDay: [null, null],
      maxAttemptsPerWeek: [null, null],
      maxRingTimeoutSeconds: [null, null],
      maxCallSeconds: [null, null],
      maxMessagesPerMinute: [70, 90],
    });
  });
});
