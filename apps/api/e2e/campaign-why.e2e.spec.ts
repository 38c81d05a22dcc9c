import { Roster } from '@belltower/campaign';
import {
  CampaignClock,
  CampaignExplanationView,
  CampaignForecastView,
  CampaignGatewayView,
  CampaignHoldView,
  CampaignInput,
  CampaignView,
  HoldReason,
  Page,
  SubscriberView,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { startApi, TestApi } from '../testing/start-api';

/** A Monday morning. */
const NOW = '2026-03-02T10:00:00Z';
const NUMBER = '+12025550001';

let api: TestApi;
let gatewayId: number;
const clock = new FixedClock();

beforeAll(async () => {
  api = await startApi({ clock });
  gatewayId = await givenGateway('Trunk');
});
beforeEach(async () => {
  clock.set(NOW);
  await query('delete from dialer');
  await query('delete from campaign_gauge');
  await query('delete from opt_out');
  await query(
    `update account set max_channels = null, max_calls_per_minute = null, max_subscribers_per_campaign = null,
            max_retries = null, max_campaigns = null, status = 'active'`,
  );
  await query(`update gateway set status = 'up', enabled = true, allowed_prefixes = '{}'`);
});
afterAll(() => api.close());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  api.database.query<T[]>(sql, values);

async function givenGateway(name: string): Promise<number> {
  const [gateway] = await query<{ id: number }>(
    `insert into gateway (name, channel, driver, channels, calls_per_second)
     values ($1, 'voice', 'simulator', 10, 5) returning id`,
    [name],
  );
  await query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
    api.accountId,
    gateway!.id,
  ]);
  return gateway!.id;
}

let books = 0;
/** A phonebook with the numbers +12025550001 and the following. */
async function givenPhonebook(contacts = 3): Promise<{ id: number; name: string }> {
  const name = `Book ${++books}`;
  const { body } = await api.owner.post<{ id: number }>('phonebooks', { name });
  await query(
    `insert into contact (account_id, phonebook_id, number, raw_number)
     select account_id, id, '+1202555' || lpad(n::text, 4, '0'), n
       from phonebook, generate_series(1, $2) n where id = $1`,
    [body.id, contacts],
  );
  await query(
    `insert into phonebook_size (account_id, phonebook_id, active_contacts, all_contacts) values ($1, $2, $3, $3)
     on conflict (account_id, phonebook_id) do update set active_contacts = $3, all_contacts = $3`,
    [api.accountId, body.id, contacts],
  );
  return { id: body.id, name };
}

async function givenDraft(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
  const { status, body } = await api.owner.post<CampaignView>('campaigns', {
    name: 'Reminder',
    message: 'Your appointment is tomorrow.',
    countryHours: false,
    phonebookIds: values.phonebookIds ?? [(await givenPhonebook()).id],
    gatewayIds: [gatewayId],
    startsAt: NOW,
    endsAt: '2026-03-04T10:00:00Z',
    ...values,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

async function givenRunning(values: Partial<CampaignInput> = {}): Promise<CampaignView> {
  const { id } = await givenDraft(values);
  const { status, body } = await api.owner.post<CampaignView>(`campaigns/${id}/start`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  await api.app.get(Roster).draw(api.accountId, id);
  return body;
}

/** Some process leads, and says this of the campaign. */
async function givenDialer(campaignId: number, heldBy: HoldReason | null = null) {
  await query(
    `insert into dialer (id, host, pid, leader, started_at, beat_at) values (gen_random_uuid(), 'here', 1, true, $1, $1)`,
    [clock.now()],
  );
  await query(
    `insert into campaign_gauge (account_id, campaign_id, in_flight, calls_last_minute, held_by, at)
     values ($1, $2, 0, 0, $3, $4)`,
    [api.accountId, campaignId, heldBy, clock.now()],
  );
}

const explain = async (id: number, number = NUMBER) => {
  const { body } = await api.owner.get<CampaignExplanationView>(
    `campaigns/${id}/explain?number=${encodeURIComponent(number)}`,
  );
  return body;
};
const why = async (id: number, number = NUMBER) => {
  const { heldBy, explanation } = await explain(id, number);
  return [heldBy, explanation];
};
const holdsOf = async (id: number) => {
  const { body } = await api.owner.get<CampaignHoldView[]>(`campaigns/${id}/holds`);
  return body;
};
const wholeHolds = async (id: number) =>
  (await holdsOf(id)).filter(({ wholeCampaign }) => wholeCampaign).map(({ reason }) => reason);

describe('why a number has not been called', () => {
  describe('when it is in the campaign', () => {
    it('is its turn, with how many come before it', async () => {
      const { id } = await givenRunning();
      await givenDialer(id);
      expect(await why(id)).toEqual([null, 'It is called as soon as its turn comes: it is next.']);
      expect(await explain(id, '+12025550003')).toMatchObject({
        ahead: 2,
        explanation: 'It is called as soon as its turn comes: about 2 come before it.',
      });
    });

    it('tells attempts so far, the last outcome and when it is called next', async () => {
      const { id } = await givenRunning({ maxRetries: 2 });
      await givenDialer(id);
      await query(
        `update subscriber set state = 'retry', attempts = 1, disposition = 'busy', last_attempt_at = $2,
                next_attempt_at = $3 where campaign_id = $1 and number = $4`,
        [id, new Date('2026-03-02T09:58:00Z'), new Date('2026-03-02T10:03:00Z'), NUMBER],
      );
      await query(
        'update due set next_attempt_at = $2, attempts = 1 where campaign_id = $1 and number = $3',
        [id, new Date('2026-03-02T10:03:00Z'), NUMBER],
      );
      const answer = await explain(id);
      expect(answer).toMatchObject({
        state: 'retry',
        attempts: 1,
        disposition: 'busy',
        lastAttemptAt: '2026-03-02T09:58:00.000Z',
        heldBy: 'waiting-for-retry',
        nextAttemptAt: '2026-03-02T10:03:00.000Z',
        explanation:
          'It waits for its next attempt. It is called on Mon 2 Mar, 10:03 (UTC) at the earliest.',
      });
      expect(answer.subscriberId).toBeGreaterThan(0);
      expect(answer.contactId).toBeGreaterThan(0);
    });

    it.each<[string, string, HoldReason, string]>([
      [
        'completed',
        `update subscriber set state = 'completed', next_attempt_at = null`,
        HoldReason.Completed,
        'It has been reached.',
      ],
      [
        'out of attempts',
        `update subscriber set state = 'failed', attempts = 1, next_attempt_at = null`,
        HoldReason.AttemptsUsedUp,
        'All of its attempts are used up.',
      ],
      [
        'not to be called over any gateway',
        `update subscriber set state = 'failed', disposition = 'blocked', next_attempt_at = null`,
        HoldReason.Blocked,
        'None of the campaign’s gateways may call numbers that begin like it.',
      ],
      [
        'taken out by hand',
        `update subscriber set state = 'removed', kept_out = true, next_attempt_at = null`,
        HoldReason.Removed,
        'It was taken out of the campaign. Somebody took it out by hand. “Retry now” brings it back.',
      ],
      [
        'on the line',
        `with gone as (delete from due where campaign_id = $1 and number = $2)
         update subscriber set next_attempt_at = null`,
        HoldReason.BeingCalled,
        'It is being called right now.',
      ],
    ])('says that it is %s', async (_what, sql, reason, explanation) => {
      const { id } = await givenRunning();
      await givenDialer(id);
      await query(`${sql} where campaign_id = $1 and number = $2`, [id, NUMBER]);
      expect(await why(id)).toEqual([reason, explanation]);
    });

    it('names the list that it is on', async () => {
      const { id } = await givenRunning();
      const [list] = await query<{ id: number }>(
        `insert into suppression_list (account_id, name) values ($1, 'Asked us not to') returning id`,
        [api.accountId],
      );
      await query(
        `insert into suppression (account_id, list_id, number, source) values ($1, $2, $3, 'form')`,
        [api.accountId, list!.id, NUMBER],
      );
      expect(await why(id)).toEqual([
        HoldReason.Suppressed,
        'It is on a do-not-call list or has opted out. It is on “Asked us not to”.',
      ]);
      await query('delete from suppression');
    });

    it('knows beforehand that no gateway may call it', async () => {
      const { id } = await givenRunning();
      await query(`update gateway set allowed_prefixes = '{+34}'`);
      expect((await why(id))[0]).toBe(HoldReason.Blocked);
    });

    it('counts attempts by the account’s limit where that is stricter', async () => {
      const { id } = await givenRunning({ maxRetries: 3 });
      await query('update due set attempts = 1 where campaign_id = $1', [id]);
      await query('update subscriber set attempts = 1 where campaign_id = $1', [id]);
      expect((await why(id))[0]).not.toBe(HoldReason.AttemptsUsedUp);
      await query('update account set max_retries = 0');
      expect((await why(id))[0]).toBe(HoldReason.AttemptsUsedUp);
    });

    it('is what holds the whole campaign', async () => {
      const { id } = await givenRunning();
      expect((await why(id))[0]).toBe(HoldReason.NoDialer);
      await givenDialer(id, HoldReason.GatewayFull);
      expect((await why(id))[0]).toBe(HoldReason.GatewayFull);
      await query(`update gateway set status = 'down'`);
      expect(await why(id)).toEqual([
        HoldReason.GatewayDown,
        'The campaign’s gateways are down. Down: Trunk.',
      ]);
      await query('update gateway set enabled = false');
      expect((await why(id))[0]).toBe(HoldReason.NoGateway);
      await query('update account set max_channels = 0');
      expect(await why(id)).toEqual([
        HoldReason.AccountLimit,
        'The account is at its limit of calls. The account’s limit “Channels” is 0: it may make no calls.',
      ]);
      await api.owner.post(`campaigns/${id}/pause`);
      expect((await why(id))[0]).toBe(HoldReason.Paused);
      await api.owner.post(`campaigns/${id}/stop`, { hangUp: false });
      expect((await why(id))[0]).toBe(HoldReason.Ended);
    });
  });

  describe('when it is not in the campaign', () => {
    it('is that it is no number', async () => {
      const { id } = await givenRunning();
      const { heldBy, state, explanation } = await explain(id, '12');
      expect([heldBy, state]).toEqual([null, null]);
      expect(explanation).toMatch(/short|valid/i);
    });

    it('is that nobody has it', async () => {
      const { id } = await givenRunning();
      expect(await why(id, '+12025559999')).toEqual([
        HoldReason.NoContact,
        'No contact has this number.',
      ]);
    });

    it('is that its contact is in another phonebook', async () => {
      const { id } = await givenRunning();
      const other = await givenPhonebook(0);
      await query(
        `insert into contact (account_id, phonebook_id, number, raw_number) values ($1, $2, '+12025558888', '')`,
        [api.accountId, other.id],
      );
      expect(await why(id, '+12025558888')).toEqual([
        HoldReason.NotInPhonebooks,
        `No contact of the campaign’s phonebooks has this number. Its contact is in “${other.name}”.`,
      ]);
    });

    it('is that its contact is inactive', async () => {
      const book = await givenPhonebook();
      await query(
        `update contact set status = 'inactive' where phonebook_id = $1 and number = $2`,
        [book.id, NUMBER],
      );
      const { id } = await givenRunning({ phonebookIds: [book.id] });
      expect(await why(id)).toEqual([
        HoldReason.Inactive,
        `Its contact is inactive. It is in “${book.name}”.`,
      ]);
    });

    it('is that the campaign has not been started, or that it is on do-not-call anyway', async () => {
      const { id } = await givenDraft();
      expect(await why(id)).toEqual([
        HoldReason.NotStarted,
        'The campaign has not been started. This number joins when it is.',
      ]);
      await query(
        `insert into opt_out (account_id, number, channel, source, created_at) values ($1, $2, 'voice', 'test', $3)`,
        [api.accountId, NUMBER, new Date('2026-02-01T00:00:00Z')],
      );
      expect(await why(id)).toEqual([
        HoldReason.Suppressed,
        'It is on a do-not-call list or has opted out. It opted out on 2026-02-01.',
      ]);
    });

    it('is that the account may have no more subscribers', async () => {
      const book = await givenPhonebook(3);
      const { id } = await givenRunning({ phonebookIds: [book.id] });
      await query('update account set max_subscribers_per_campaign = 3');
      await query(
        `insert into contact (account_id, phonebook_id, number, raw_number) values ($1, $2, '+12025557777', '')`,
        [api.accountId, book.id],
      );
      expect((await why(id, '+12025557777'))[0]).toBe(HoldReason.SubscriberLimit);
      await query('update account set max_subscribers_per_campaign = null');
      expect((await why(id, '+12025557777'))[0]).toBe(HoldReason.Joining);
    });

    it('says nothing of another account’s contacts', async () => {
      const { body } = await api.stranger.post<{ id: number }>('phonebooks', { name: 'Theirs' });
      await query(
        `insert into contact (account_id, phonebook_id, number, raw_number) values ($1, $2, '+12025556666', '')`,
        [api.strangerAccountId, body.id],
      );
      const { id } = await givenRunning();
      expect((await why(id, '+12025556666'))[0]).toBe(HoldReason.NoContact);
    });
  });
});

describe('what holds a campaign', () => {
  it.each<[HoldReason, Partial<CampaignInput>, string]>([
    [HoldReason.BeforeStart, { startsAt: '2026-03-03T10:00:00Z' }, '2026-03-03T10:00:00.000Z'],
    [HoldReason.ExcludedDate, { excludedDates: ['2026-03-02'] }, '2026-03-03T00:00:00.000Z'],
    [HoldReason.WeekDayOff, { weekDays: ['tuesday' as never] }, '2026-03-03T00:00:00.000Z'],
    [HoldReason.OutsideHours, { hoursFrom: '12:00' }, '2026-03-02T12:00:00.000Z'],
  ])('is the schedule: %s', async (reason, values, nextAt) => {
    const { id } = await givenRunning(values);
    await givenDialer(id, reason);
    const holds = await holdsOf(id);
    expect(holds[0]).toMatchObject({ reason, nextAt, wholeCampaign: true, subscribers: 3 });
    expect(holds).toHaveLength(1);
  });

  it('is that its finish has passed', async () => {
    const { id } = await givenRunning();
    clock.set('2026-03-05T10:00:00Z');
    expect((await wholeHolds(id))[0]).toBe(HoldReason.AfterFinish);
  });

  it.each([
    HoldReason.AccountSuspended,
    HoldReason.AccountLimit,
    HoldReason.GatewayBackOff,
    HoldReason.GatewayFull,
    HoldReason.CampaignFull,
  ])('is what the dialer says at this moment: %s', async (reason) => {
    const { id } = await givenRunning();
    await givenDialer(id, reason);
    expect(await wholeHolds(id)).toEqual([reason]);
    const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
    expect(body.heldBy).toBe(reason);
  });

  it('is nothing while it calls', async () => {
    const { id } = await givenRunning();
    await givenDialer(id);
    expect(await holdsOf(id)).toEqual([]);
  });

  it('counts numbers that are done with, and those that wait', async () => {
    const { id } = await givenRunning({ phonebookIds: [(await givenPhonebook(5)).id] });
    await givenDialer(id);
    await query(
      `update subscriber_count set subscribers = 1 where campaign_id = $1 and state = 'waiting'`,
      [id],
    );
    await query(
      `insert into subscriber_count (account_id, campaign_id, state, subscribers)
       values ($1, $2, 'failed', 2), ($1, $2, 'removed', 1), ($1, $2, 'suppressed', 1)`,
      [api.accountId, id],
    );
    await query(`update due set next_attempt_at = $2 where campaign_id = $1 and number = $3`, [
      id,
      new Date('2026-03-02T10:10:00Z'),
      NUMBER,
    ]);
    const counts = Object.fromEntries(
      (await holdsOf(id)).map(({ reason, subscribers }) => [reason, subscribers]),
    );
    expect(counts).toEqual({
      'waiting-for-retry': 1,
      suppressed: 1,
      'attempts-used-up': 2,
      removed: 1,
    });
  });

  it('lists those that it counts: who waits for a reason, is on the line, or on do-not-call ahead', async () => {
    const { id } = await givenRunning({ phonebookIds: [(await givenPhonebook(6)).id] });
    await givenRunning({ phonebookIds: [(await givenPhonebook(6)).id] });
    await givenDialer(id);
    // Far ahead of any clock.
    await query(
      `with later as (
         update due set held_by = 'calling-rule', next_attempt_at = '2100-01-01T00:00Z'
          where campaign_id = $1 and number in ('+12025550001', '+12025550002') returning subscriber_id)
       update subscriber set next_attempt_at = '2100-01-01T00:00Z'
         from later where subscriber.id = later.subscriber_id`,
      [id],
    );
    await query(
      `with called as (delete from due where campaign_id = $1 and number = '+12025550003' returning *)
       insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select account_id, campaign_id, subscriber_id, number, $2, 1, gen_random_uuid(), $3 from called`,
      [id, gatewayId, clock.now()],
    );
    await query(
      `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550004', 'voice', 'test')`,
      [api.accountId],
    );
    const listed = async (filter: string) => {
      const { body } = await api.owner.get<Page<SubscriberView>>(
        `subscribers?campaignId=${id}&${filter}`,
      );
      expect(body.total).toBe(body.items.length);
      return body.items.map(({ number }) => number.slice(-1)).sort();
    };
    const counts = Object.fromEntries(
      (await holdsOf(id)).map(({ reason, subscribers }) => [reason, subscribers]),
    );
    expect(counts).toMatchObject({ 'calling-rule': 2, 'being-called': 1, suppressed: 1 });
    expect(await listed('heldBy=calling-rule')).toEqual(['1', '2']);
    expect(await listed('heldBy=suppressed')).toEqual(['4']);
    expect(await listed('heldBy=suppressed,calling-rule')).toEqual(['1', '2', '4']);
    expect(await listed('heldBy=waiting-for-gateway')).toEqual([]);
    expect(await listed('state=waiting,retry&underWay=true')).toEqual(['3']);
    expect(await listed('state=waiting&underWay=false')).toEqual(['1', '2', '4', '5', '6']);
    const { body } = await api.owner.get<CampaignView>(`campaigns/${id}`);
    expect(body).toMatchObject({ inProgress: 1, waiting: 5 });
    // Those of all campaigns, without one named.
    const all = await api.owner.get<Page<SubscriberView>>('subscribers?heldBy=suppressed');
    expect(new Set(all.body.items.map(({ number }) => number))).toEqual(new Set(['+12025550004']));
    expect(all.body.items.length).toBeGreaterThan(1);
    expect((await api.owner.get('subscribers?heldBy=paused')).status).toBe(422);
    await query('delete from inflight');
  });
});

describe('the forecast', () => {
  const forecastOf = async (id: number) => {
    const { status, body } = await api.owner.get<CampaignForecastView>(`campaigns/${id}/forecast`);
    expect(status).toBe(200);
    return body;
  };

  it('says whom a draft would call, how fast, and until when', async () => {
    const { id } = await givenDraft({ callsPerMinute: 1 });
    await query(
      `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'voice', 'test')`,
      [api.accountId, NUMBER],
    );
    expect(await forecastOf(id)).toMatchObject({
      contacts: 3,
      willBeCalled: 2,
      suppressed: 1,
      inactive: 0,
      duplicates: 0,
      others: 0,
      blocked: 0,
      approximate: false,
      callsPerMinute: 1,
      limitedBy: 'pace',
      peakChannels: 1,
      firstCallAt: '2026-03-02T10:00:00.000Z',
      finishesAt: '2026-03-02T10:02:00.000Z',
      calledInTime: 2,
      missing: [],
    });
  });

  it('reckons with retries as the calls of the last month ended, and says so', async () => {
    const { id } = await givenDraft({
      phonebookIds: [(await givenPhonebook(100)).id],
      callsPerMinute: 10,
      maxRetries: 1,
      retryAfterSeconds: 60,
      endsAt: '2026-03-03T10:00:00Z',
    });
    expect(await forecastOf(id)).toMatchObject({
      callsPerNumber: 1,
      retriesKnownFromCalls: 0,
      finishesAt: '2026-03-02T10:10:00.000Z',
    });
    await query(
      `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, calls, ring_seconds, talk_seconds)
       select $1, '2026-03-01T10:00:00Z', 0, 1, disposition, 50, 100, 100
         from unnest('{busy,answered,congestion}'::text[]) as disposition`,
      [api.accountId],
    );
    expect(await forecastOf(id)).toMatchObject({
      callsPerNumber: 1.5,
      retriesKnownFromCalls: 100,
      finishesAt: '2026-03-02T10:15:00.000Z',
      calledInTime: 100,
    });
    await query('delete from call_stat');
  });

  it('reckons with the hours where each number is', async () => {
    const draft = {
      callsPerMinute: 60,
      timeZone: 'Europe/Madrid',
      hoursFrom: '09:00',
      hoursUntil: '18:00',
      endsAt: '2026-03-03T10:00:00Z',
    };
    const byCampaign = await givenDraft(draft);
    expect(await forecastOf(byCampaign.id)).toMatchObject({
      firstCallAt: '2026-03-02T10:00:00.000Z',
    });
    // They are in Washington, where it is five in the morning.
    const byContact = await givenDraft({ ...draft, clock: CampaignClock.Contact });
    expect(await forecastOf(byContact.id)).toMatchObject({
      firstCallAt: '2026-03-02T14:00:00.000Z',
      finishesAt: '2026-03-02T14:00:09.000Z',
    });
  });

  it('warns where the schedule is too short, and says which pace would do', async () => {
    const { id } = await givenDraft({
      phonebookIds: [(await givenPhonebook(100)).id],
      callsPerMinute: 1,
      hoursFrom: '10:00',
      hoursUntil: '10:10',
    });
    const { finishesAt, calledInTime, callsPerMinuteNeeded, warnings } = await forecastOf(id);
    expect([finishesAt, calledInTime, callsPerMinuteNeeded]).toEqual([null, 20, 5]);
    expect(warnings[0]).toBe(
      'Only 20 of 100 numbers are called before it finishes on Wed 4 Mar, 10:00 (UTC). Raise its pace to 5 calls a minute, or let it finish later.',
    );
  });

  it('keeps to the pace of gateways and account', async () => {
    const { id } = await givenDraft({ callsPerMinute: 6_000 });
    const forecast = await forecastOf(id);
    expect(forecast).toMatchObject({ callsPerMinute: 20, limitedBy: 'gateway-channels' });
    await query('update account set max_calls_per_minute = 10');
    expect(await forecastOf(id)).toMatchObject({ callsPerMinute: 10, limitedBy: 'account-pace' });
  });

  it('says what start would refuse for', async () => {
    const { id } = await givenDraft();
    await query('update gateway set enabled = false');
    await query('update account set max_subscribers_per_campaign = 2');
    const { missing, finishesAt } = await forecastOf(id);
    expect(finishesAt).toBeNull();
    expect(missing).toEqual([
      'All of its gateways are switched off or deleted',
      'Its phonebooks have more numbers than the 2 subscribers that a campaign of your account may have',
    ]);
  });
});

describe('the gateways of a campaign', () => {
  it('stand in its order, with what each does for it now', async () => {
    const second = await givenGateway('Spare');
    const third = await givenGateway('Old');
    const { id } = await givenRunning({ gatewayIds: [second, gatewayId, third] });
    await query(`update gateway set status = 'down' where id = $1`, [third]);
    await query(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select $1, $2, n, '+12025550001', $3, 1, gen_random_uuid(), $4 from generate_series(1, 2) n`,
      [api.accountId, id, gatewayId, clock.now()],
    );
    await query(
      `insert into gateway_gauge (gateway_id, channels_in_use, calls_last_second, backed_off_until, at)
       values ($1, 0, 0, $2, $3)`,
      [second, new Date('2026-03-02T10:00:30Z'), clock.now()],
    );
    const { body } = await api.owner.get<CampaignGatewayView[]>(`campaigns/${id}/gateways`);
    await query('delete from inflight');
    expect(body.map(({ name, state, callsNow }) => [name, state, callsNow])).toEqual([
      ['Spare', 'congested', 0],
      ['Trunk', 'in-use', 2],
      ['Old', 'down', 0],
    ]);
  });
});
