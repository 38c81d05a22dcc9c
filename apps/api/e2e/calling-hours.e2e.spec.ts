import { Roster } from '@belltower/campaign';
import {
  AccountInput,
  AccountSettingsInput,
  AccountView,
  CallingRuleView,
  CallRule,
  CampaignClock,
  CampaignEffectView,
  CampaignExplanationView,
  CampaignForecastView,
  CampaignHoldView,
  CampaignInput,
  CampaignView,
  FieldProblem,
  HoldReason,
  NumberCheckView,
  PhonebookView,
  UnknownZone,
  Verdict,
  WeekDay,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

/** A Monday: five in the morning in New York, eleven in Madrid. */
const NOW = '2026-03-02T10:00:00Z';
const [NEW_YORK, MADRID, NOWHERE] = ['+12125550101', '+34612345678', '+80012345678'];

describe('the hours where numbers are', () => {
  let api: TestApi;
  let gatewayId: number;
  const clock = new FixedClock();

  beforeAll(async () => {
    api = await startApi({ clock });
    const [gateway] = await api.database.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, channels, calls_per_second)
       values ('Trunk', 'voice', 'simulator', 10, 5) returning id`,
    );
    gatewayId = gateway.id;
    await api.database.query('insert into gateway_grant values ($1, $2)', [
      api.accountId,
      gatewayId,
    ]);
  });
  beforeEach(() => clock.set(NOW));
  afterAll(() => api.close());

  async function givenRunning(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
    const { body: book } = await api.owner.post<PhonebookView>('phonebooks', {
      name: `Book ${Math.random()}`,
    });
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, number, number from unnest($3::text[]) as number`,
      [api.accountId, book.id, [NEW_YORK, MADRID, NOWHERE]],
    );
    const { body } = await api.owner.post<CampaignView>('campaigns', {
      name: 'Renewals',
      message: 'Hello',
      phonebookIds: [book.id],
      gatewayIds: [gatewayId],
      startsAt: NOW,
      endsAt: '2026-03-09T10:00:00Z',
      timeZone: 'Europe/Madrid',
      hoursFrom: '09:00',
      hoursUntil: '18:00',
      ...values,
    });
    await api.owner.post(`campaigns/${body.id}/start`);
    await api.app.get(Roster).draw(api.accountId, body.id);
    return body;
  }

  const explain = async (id: number, number: string) =>
    (
      await api.owner.get<CampaignExplanationView>(
        `campaigns/${id}/explain?number=${encodeURIComponent(number)}`,
      )
    ).body;
  const holds = async (id: number) =>
    (await api.owner.get<CampaignHoldView[]>(`campaigns/${id}/holds`)).body;

  it('of countries are listed with their version and source, for everybody', async () => {
    const { status, body } = await api.viewer.get<CallingRuleView[]>('calling-rules');
    expect(status).toBe(200);
    expect(body.find(({ country }) => country === 'US')).toEqual({
      country: 'US',
      hours: [expect.objectContaining({ from: '08:00', until: '21:00' })],
      about: expect.any(String) as string,
      forbidsHolidays: false,
      since: '1992-12-20',
      source: '47 CFR § 64.1200(c)(1)',
      sourceUrl: 'https://www.ecfr.gov/current/title-47/section-64.1200',
      version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
    });
  });

  it('are those of the campaign and of its countries, unless it says otherwise', async () => {
    const campaign = await givenRunning();
    expect(campaign).toMatchObject({
      clock: 'campaign',
      unknownZone: 'campaign',
      countryHours: true,
    });
    expect(await explain(campaign.id, NEW_YORK)).toMatchObject({
      heldBy: HoldReason.CallingRule,
      nextAttemptAt: '2026-03-02T13:00:00.000Z',
    });
    const free = await givenRunning({ countryHours: false });
    expect((await explain(free.id, NEW_YORK)).heldBy).not.toBe(HoldReason.CallingRule);
  });

  it('are each contact’s own where the campaign says so', async () => {
    const { id } = await givenRunning({
      clock: CampaignClock.Contact,
      unknownZone: UnknownZone.Hold,
    });
    expect(await explain(id, NEW_YORK)).toMatchObject({
      heldBy: HoldReason.OutsideOwnHours,
      nextAttemptAt: '2026-03-02T14:00:00.000Z',
    });
    expect((await explain(id, MADRID)).heldBy).not.toBe(HoldReason.OutsideOwnHours);
    expect(await explain(id, NOWHERE)).toMatchObject({
      heldBy: HoldReason.UnknownTimeZone,
      nextAttemptAt: null,
    });
  });

  it('follow an edit, which says beforehand what it does', async () => {
    const campaign = await givenRunning({ countryHours: false });
    const { id } = campaign;
    // As the claim puts them off.
    await api.database.query(
      `with moved as (
         update due set next_attempt_at = $2, held_by = 'outside-own-hours'
          where campaign_id = $1 returning subscriber_id)
       update subscriber set next_attempt_at = $2 from moved where id = subscriber_id`,
      [id, '2026-03-02T14:00:00Z'],
    );
    expect(await holds(id)).toContainEqual(
      expect.objectContaining({
        reason: HoldReason.OutsideOwnHours,
        subscribers: 3,
        nextAt: '2026-03-02T14:00:00.000Z',
      }),
    );
    const input = { ...(await inputOf(id)), clock: CampaignClock.Contact };
    const { body: effects } = await api.owner.post<CampaignEffectView[]>(
      `campaigns/${id}/effects`,
      input,
    );
    expect(effects).toEqual([
      { field: 'clock', effect: expect.stringContaining('within the hours where it is') as string },
    ]);
    expect((await api.owner.put(`campaigns/${id}`, input)).status).toBe(200);
    await api.app.get(Roster).recall(api.accountId, id);
    expect(
      await api.database.query(
        'select distinct next_attempt_at as at, held_by from due where campaign_id = $1',
        [id],
      ),
    ).toEqual([{ at: new Date(NOW), held_by: null }]);
  });

  describe('of the account', () => {
    const asked = { name: 'Clinic', defaultCountry: 'ES', timeZone: 'Europe/Madrid' };
    const set = (hours: Partial<AccountSettingsInput>) =>
      api.owner.put<AccountView>('account', { ...asked, ...hours });
    afterEach(() => set({}));

    it('hold its campaigns as a whole, or each number where it is, and say so', async () => {
      const whole = await givenRunning({ countryHours: false });
      const byContact = await givenRunning({ countryHours: false, clock: CampaignClock.Contact });
      const afternoons = { callFrom: '12:00', callUntil: '20:00', callDays: [WeekDay.Monday] };
      expect((await set(afternoons)).body).toMatchObject(afternoons);

      expect(await holds(whole.id)).toContainEqual(
        expect.objectContaining({
          reason: HoldReason.AccountHours,
          wholeCampaign: true,
          nextAt: '2026-03-02T11:00:00.000Z',
        }),
      );
      expect(await explain(whole.id, NEW_YORK)).toMatchObject({
        heldBy: HoldReason.AccountHours,
        nextAttemptAt: '2026-03-02T11:00:00.000Z',
        explanation: expect.stringContaining('the account’s calling hours') as string,
      });
      expect((await api.owner.get<CampaignView>(`campaigns/${whole.id}`)).body).toMatchObject({
        heldBy: HoldReason.AccountHours,
        opensAt: '2026-03-02T11:00:00.000Z',
      });
      const { body: forecast } = await api.owner.get<CampaignForecastView>(
        `campaigns/${whole.id}/forecast`,
      );
      expect(forecast.firstCallAt).toBe('2026-03-02T11:00:00.000Z');

      // Eleven in Madrid and ten on the islands: the campaign’s own hours are open, the account’s are not.
      expect(await explain(byContact.id, MADRID)).toMatchObject({
        heldBy: HoldReason.AccountHours,
        nextAttemptAt: '2026-03-02T12:00:00.000Z',
      });
      // Five in New York: it opens there at noon, although the campaign’s hours begin at nine.
      expect(await explain(byContact.id, NEW_YORK)).toMatchObject({
        heldBy: HoldReason.OutsideOwnHours,
        nextAttemptAt: '2026-03-02T17:00:00.000Z',
      });
      const check = `numbers/check?number=${encodeURIComponent(MADRID)}`;
      const { body: answer } = await api.owner.get<NumberCheckView>(check);
      expect(answer.rules).toContainEqual(
        expect.objectContaining({ rule: CallRule.AccountHours, verdict: Verdict.NotNow }),
      );

      await set({});
      expect((await holds(whole.id)).map(({ reason }) => reason)).not.toContain(
        HoldReason.AccountHours,
      );
    });

    it('bring numbers back that waited for other ones', async () => {
      const { id } = await givenRunning({ countryHours: false, clock: CampaignClock.Contact });
      await set({ callFrom: '12:00', callUntil: '20:00' });
      await api.app.get(Roster).recall(api.accountId, id);
      await api.database.query(
        `with moved as (
           update due set next_attempt_at = $2, held_by = 'account-hours'
            where campaign_id = $1 returning subscriber_id)
         update subscriber set next_attempt_at = $2 from moved where id = subscriber_id`,
        [id, '2026-03-02T11:00:00Z'],
      );
      expect(await holds(id)).toContainEqual(
        expect.objectContaining({ reason: HoldReason.AccountHours, subscribers: 3 }),
      );
      await set({ callFrom: '10:00', callUntil: '20:00' });
      await api.app.get(Roster).recall(api.accountId, id);
      expect(
        await api.database.query(
          'select distinct next_attempt_at as at, held_by from due where campaign_id = $1',
          [id],
        ),
      ).toEqual([{ at: new Date(NOW), held_by: null }]);
    });

    it.each([
      [
        { callFrom: '09:00' },
        'callFrom',
        'Call and text from needs an end: fill in “Call and text until” too',
      ],
      [{ callUntil: '09:00' }, 'callUntil', 'Call and text until needs a beginning'],
      [{ callFrom: '09:00', callUntil: '09:00' }, 'callUntil', 'Call and text until must differ'],
      [
        { callFrom: '9', callUntil: '12:00' },
        'callFrom',
        'Call and text from must be a time of day',
      ],
      [{ callDays: [] }, 'callDays', 'On these days needs at least one day'],
    ])('refuse %j', async (hours, field, message) => {
      const { status, body } = await api.owner.put<{ errors: FieldProblem[] }>('account', {
        ...asked,
        ...hours,
      });
      expect(status).toBe(422);
      expect(body.errors).toContainEqual({
        field,
        message: expect.stringContaining(message) as string,
      });
    });

    it('are for owners and operators to set', async () => {
      const hours = { callFrom: '10:00', callUntil: '20:00' };
      expect((await api.viewer.put('account', { ...asked, ...hours })).status).toBe(403);
      const path = `platform/accounts/${api.accountId}`;
      const { body: account } = await api.operator.get<AccountView>(path);
      const input = Object.fromEntries(
        Object.keys(new AccountInput()).map((name) => [name, account[name as keyof AccountView]]),
      );
      expect((await api.operator.put(path, { ...input, ...hours })).body).toMatchObject(hours);
    });
  });

  /** What a form would send back unchanged. */
  async function inputOf(id: number): Promise<Partial<CampaignInput>> {
    const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
    const names = Object.keys(new CampaignInput()) as (keyof CampaignInput)[];
    return Object.fromEntries(names.map((name) => [name, body[name]]));
  }
});
