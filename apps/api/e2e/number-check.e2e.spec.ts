import { CallRule, CampaignView, NumberCheckView, PhonebookView } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

describe('“may I call this number?”', () => {
  let api: TestApi;
  let gatewayId: number;
  const clock = new FixedClock(new Date('2026-03-02T15:00:00Z'));

  beforeAll(async () => {
    api = await startApi({ clock });
    [{ id: gatewayId }] = await api.database.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, channels, calls_per_second, allowed_prefixes)
       values ('Trunk', 'voice', 'simulator', 10, 5, '{+1}') returning id`,
    );
    await api.database.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      api.accountId,
      gatewayId,
    ]);
  });
  afterAll(() => api.close());

  const check = async (number: string, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ number, ...more }).toString();
    return (await api.viewer.get<NumberCheckView>(`numbers/check?${query}`)).body;
  };
  const ruleOf = ({ rules }: NumberCheckView, rule: CallRule) =>
    rules.find((one) => one.rule === rule);

  async function givenCampaign(values: object = {}): Promise<number> {
    const book = await api.owner.post<PhonebookView>('phonebooks', {
      name: `Book ${Math.random()}`,
    });
    const { status, body } = await api.owner.post<CampaignView>('campaigns', {
      name: `Campaign ${Math.random()}`,
      channel: 'voice',
      message: 'Hello',
      phonebookIds: [book.body.id],
      gatewayIds: [gatewayId],
      startsAt: '2026-03-01T00:00:00Z',
      endsAt: '2026-04-01T00:00:00Z',
      hoursFrom: '12:00',
      hoursUntil: '18:00',
      timeZone: 'UTC',
      clock: 'campaign',
      countryHours: true,
      ...values,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  it('allows what nothing forbids, and says so of every rule', async () => {
    const answer = await check('(212) 555-0141');
    expect(answer).toMatchObject({
      verdict: 'allowed',
      number: '+12125550141',
      summary: '+1 212 555 0141 may be called now.',
      nextAt: null,
    });
    expect(answer.rules.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['number', 'account-lists', 'platform-lists', 'opt-outs', 'contacts']),
    );
    expect(new Set(answer.rules.map(({ verdict }) => verdict))).toEqual(new Set(['allowed']));
  });

  it.each([
    ['+1 212', /too short/],
    ['911', /./],
    ['nobody', /./],
    ['', /no number/i],
  ])('says of %j why it is no number', async (text, why) => {
    const answer = await check(text);
    expect(answer).toMatchObject({ verdict: 'refused', number: null });
    expect(answer.rules).toHaveLength(1);
    expect(answer.rules[0]!.because).toMatch(why);
  });

  it('names the list with reason and date, and the list that applies to others only', async () => {
    const list = await api.manager.post<{ id: number }>('suppression-lists', {
      name: 'Letters',
      everywhere: true,
    });
    const named = await api.manager.post<{ id: number }>('suppression-lists', {
      name: 'Only some',
      everywhere: false,
    });
    await api.manager.post('suppressions', {
      listId: list.body.id,
      number: '+12125550142',
      reason: 'Wrote to us',
    });
    await api.manager.post('suppressions', { listId: named.body.id, number: '+12125550143' });
    const refused = await check('+12125550142');
    expect(refused.verdict).toBe('refused');
    expect(ruleOf(refused, CallRule.AccountLists)!.because).toMatch(
      /^On “Letters” since .*, added by hand: “Wrote to us”$/,
    );
    expect(refused.summary).toContain('must not be called: on “Letters”');
    const idle = await check('+12125550143');
    expect(idle.verdict).toBe('allowed');
    expect(ruleOf(idle, CallRule.AccountLists)!.because).toContain('only for campaigns that name');
  });

  it('tells when and how somebody opted out, whatever has been deleted since', async () => {
    await api.database.query(
      `insert into opt_out (account_id, number, channel, source, created_at)
       values ($1, '+12125550144', 'voice', 'keypress 9', '2026-02-03T12:00:00Z')`,
      [api.accountId],
    );
    const answer = await check('+12125550144');
    expect(ruleOf(answer, CallRule.OptOuts)).toMatchObject({
      verdict: 'refused',
      because: 'Opted out of calls on 3 February 2026 by keypress 9',
    });
  });

  it('asks about a text message by the opt-outs of messages, and speaks of texting', async () => {
    await api.database.query(
      `insert into opt_out (account_id, number, channel, source, created_at)
       values ($1, '+12125550147', 'sms', 'reply STOP', '2026-02-03T12:00:00Z')`,
      [api.accountId],
    );
    const called = await check('+12125550147');
    expect(called).toMatchObject({ channel: 'voice', verdict: 'allowed' });
    expect(ruleOf(called, CallRule.OptOuts)!.because).toMatch(/^Opted out of messages only/);
    const texted = await check('+12125550147', { channel: 'sms' });
    expect(texted).toMatchObject({ channel: 'sms', verdict: 'refused' });
    expect(texted.summary).toContain(
      'must not be texted: opted out of messages on 3 February 2026 by reply STOP',
    );
    expect(ruleOf(texted, CallRule.Destination)!.because).toBe(
      'You have no gateway for messages that is switched on',
    );
  });

  it('asks about what an account can do at all, where it is not said', async () => {
    const change = (channel: string) =>
      api.database.query('update gateway set channel = $2 where id = $1', [gatewayId, channel]);
    await change('sms');
    try {
      expect(await check('+12125550148')).toMatchObject({
        ...{ channel: 'sms', verdict: 'allowed' },
        summary: '+1 212 555 0148 may be texted now.',
      });
    } finally {
      await change('voice');
    }
  });

  it('knows contacts that are inactive everywhere, and numbers that no gateway may call', async () => {
    const book = await api.owner.post<PhonebookView>('phonebooks', { name: 'Inactive people' });
    const phonebookId = book.body.id;
    const contact = { phonebookId, number: '+12125550145', status: 'inactive', variables: {} };
    await api.owner.post('contacts', contact);
    const inactive = await check('+12125550145');
    expect(ruleOf(inactive, CallRule.Contacts)).toMatchObject({ verdict: 'refused' });
    const abroad = await check('+442079460146');
    expect(ruleOf(abroad, CallRule.Destination)).toMatchObject({
      verdict: 'refused',
      because: 'No gateway may call numbers that begin like this',
    });
  });

  it('goes by the campaign’s status, phonebooks and hours, and says when they open', async () => {
    const campaignId = await givenCampaign();
    const draft = await check('+12125550147', { campaignId: String(campaignId) });
    expect(draft.verdict).toBe('refused');
    expect(ruleOf(draft, CallRule.Campaign)!.because).toBe('It has not been started');
    expect(ruleOf(draft, CallRule.Contacts)!.because).toContain('No phonebook of the campaign');
    await api.database.query(`update campaign set status = 'running' where id = $1`, [campaignId]);
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select account_id, phonebook_id, '+12125550147', '' from campaign_phonebook where campaign_id = $1`,
      [campaignId],
    );
    const early = await check('+12125550147', {
      campaignId: String(campaignId),
      at: '2026-03-02T10:00:00Z',
    });
    // The campaign opens at 12:00 in UTC, the law at 08:00 in New York: the later one counts.
    expect(early).toMatchObject({ verdict: 'not-now', nextAt: '2026-03-02T13:00:00.000Z' });
    expect(early.summary).toContain('may be called from Mon 2 Mar, 13:00 (UTC) on');
    const open = { campaignId: String(campaignId), at: '2026-03-02T13:30:00Z' };
    expect((await check('+12125550147', open)).verdict).toBe('allowed');
    const after = { campaignId: String(campaignId), at: '2026-05-01T13:00:00Z' };
    expect((await check('+12125550147', after)).verdict).toBe('refused');
  });

  it('keeps to the calling hours of the country, by the clock where the number is', async () => {
    // 21:30 in New York is 18:30 in Los Angeles.
    const at = '2026-03-03T02:30:00Z';
    const east = await check('+12125550148', { at });
    expect(east).toMatchObject({ verdict: 'not-now', nextAt: '2026-03-03T13:00:00.000Z' });
    expect(ruleOf(east, CallRule.CountryHours)!.because).toMatch(
      /^Outside of them, America\/New_York \(US: 08:00–21:00, 47 CFR/,
    );
    expect(await check('+12135550148', { at })).toMatchObject({ verdict: 'allowed' });
    const campaignId = await givenCampaign({
      countryHours: false,
      hoursFrom: '00:00',
      hoursUntil: '24:00',
    });
    const own = await check('+12125550148', { at, campaignId: String(campaignId) });
    expect(ruleOf(own, CallRule.CountryHours)).toMatchObject({
      verdict: 'allowed',
      because: 'The campaign does not keep to them',
    });
  });

  it('reads a campaign’s hours by each contact’s own clock where that counts', async () => {
    const campaignId = await givenCampaign({ clock: 'contact' });
    const noon = { campaignId: String(campaignId), at: '2026-03-03T12:30:00Z' };
    const answer = await check('+12125550149', noon);
    expect(ruleOf(answer, CallRule.CampaignHours)).toMatchObject({
      verdict: 'not-now',
      because: 'This is outside of its hours where the number is (12:00–18:00 in America/New_York)',
      nextAt: '2026-03-03T17:00:00.000Z',
    });
  });

  it('counts attempts over all campaigns against the account’s caps', async () => {
    await api.database.query('update account set attempts_per_day = 1 where id = $1', [
      api.accountId,
    ]);
    await api.database.query(
      `insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id,
                         attempt, disposition, ring_seconds, talk_seconds, ended_at)
       values ($1, 1, '2026-03-02T14:00:00Z', 1, 1, '+12125550150', $2, 1, 'busy', 3, 0, '2026-03-02T14:00:03Z')`,
      [api.accountId, gatewayId],
    );
    const answer = await check('+12125550150');
    expect(answer).toMatchObject({ verdict: 'not-now', nextAt: '2026-03-03T14:00:00.000Z' });
    expect(ruleOf(answer, CallRule.AttemptsPerDay)!.because).toBe('One attempt of at most 1');
    await api.database.query('update account set attempts_per_day = null where id = $1', [
      api.accountId,
    ]);
  });

  it('knows nothing of another account', async () => {
    const campaignId = await givenCampaign();
    const path = `numbers/check?number=%2B12125550142&campaignId=${campaignId}`;
    expect((await api.stranger.get(path)).status).toBe(404);
    const { body } = await api.stranger.get<NumberCheckView>('numbers/check?number=%2B12125550142');
    expect(ruleOf(body, CallRule.AccountLists)).toMatchObject({ verdict: 'allowed' });
  });
});
