import { CampaignView, GatewayView, OptOutView, Page, ReplyView } from '@belltower/dto';
import { MessageProvider } from '../testing/message-provider';
import { polled } from '../testing/polled';
import { startApi, TestApi } from '../testing/start-api';

const KEY = 'secret-of-the-webhook';
const OURS = '+12025550100';
const CONFIRMED = 'You get no more messages from us.';

describe('replies to messages', () => {
  let api: TestApi;
  let provider: MessageProvider;
  let gatewayId: number;
  let campaignId: number;
  let told = 0;
  let people = 10;
  let campaigns = 0;

  beforeAll(async () => {
    provider = await MessageProvider.open();
    api = await startApi({ environment: { OUTBOUND_PRIVATE: 'true' } });
    const { body } = await api.operator.post<GatewayView>('platform/gateways', {
      ...{ name: 'Provider', channel: 'sms', driver: 'http', channels: 10, callsPerSecond: 10 },
      settings: provider.settings,
    });
    gatewayId = body.id;
    await api.operator.put(`platform/gateways/${gatewayId}/grants`, {
      accountIds: [api.accountId, api.strangerAccountId],
    });
    campaignId = await givenCampaign(api.accountId, CONFIRMED);
  });
  afterAll(async () => {
    await api.close();
    await provider.close();
  });

  async function givenCampaign(accountId: number, confirmation: string | null): Promise<number> {
    const [row] = await api.database.query<[{ id: number }]>(
      `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
         max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, status, roster_complete, stop_confirmation)
       values ($1, $2, 'sms', 'Hello', 60, 45, 1800, 0, 300, '{}', '2026-01-01', '2099-01-01', '00:00',
         '24:00', '{monday}', '{}', 'UTC', 'paused', true, $3) returning id`,
      [accountId, confirmation ? 'Reminders' : `Quiet ${++campaigns}`, confirmation],
    );
    return row.id;
  }

  /** Somebody to whom the campaign has sent a message; answers their number. */
  async function givenMessage(
    values: {
      to?: string;
      from?: string;
      accountId?: number;
      campaignId?: number;
      at?: string;
    } = {},
  ): Promise<string> {
    const { to = `+120255501${people++}`, from = OURS, accountId = api.accountId } = values;
    await api.database.query(
      `insert into message (account_id, id, created_at, campaign_id, subscriber_id, number, sender, gateway_id, attempt,
                            state, text, encoding, segments, submitted_at, state_at, awaits)
       values ($1, (select coalesce(max(id), 0) + 1 from message), $6, $2, 1, $3, $4, $5, 1, 'delivered', 'Hello',
               'gsm-7', 1, $6, $6, false)`,
      [accountId, values.campaignId ?? campaignId, to, from, gatewayId, values.at ?? new Date()],
    );
    return to;
  }

  /** The provider tells of a reply. */
  async function tell(from: string, text: string, id = `r-${++told}`): Promise<void> {
    const address = `${api.url}/api/v1/webhooks/messages/${gatewayId}?key=${KEY}`;
    const body = JSON.stringify({ id, from, to: OURS, text });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(address, { method: 'POST', body, headers });
    expect(status).toBe(200);
  }

  const repliesOf = async (number: string, client = api.viewer) => {
    const query = `replies?number=${encodeURIComponent(`=${number}`)}&sort=receivedAt`;
    const { status, body } = await client.get<Page<ReplyView>>(query);
    expect(status).toBe(200);
    return body.items;
  };
  const optOutsOf = async (number: string, client = api.viewer) => {
    const query = `opt-outs?number=${encodeURIComponent(`=${number}`)}&sort=createdAt`;
    return (await client.get<Page<OptOutView>>(query)).body.items;
  };
  const mayBeWritten = async (number: string) => {
    const { body } = await api.viewer.get<{ rules: { rule: string; refused: boolean }[] }>(
      `number-check?number=${encodeURIComponent(number)}&campaignId=${campaignId}`,
    );
    return body;
  };
  const sentTo = (number: string) => provider.asked.filter(({ to }) => to === number);
  /** Somebody else has said STOP since, and has had the answer: whatever was to be sent before has been sent. */
  const laterIsConfirmed = async () => {
    const number = await givenMessage();
    await tell(number, 'STOP');
    await polled(
      async () => sentTo(number).length,
      (sent) => sent > 0,
    );
  };

  describe('that say stop', () => {
    it('are obeyed as soon as the provider is told that we have them', async () => {
      const number = await givenMessage();
      await tell(number, 'Stop, please!');
      const [optOut] = await optOutsOf(number);
      expect(optOut).toMatchObject({
        ...{ number, channel: 'sms', source: 'reply STOP', campaignId, withdrawnAt: null },
      });
      expect(await repliesOf(number)).toMatchObject([
        { text: 'Stop, please!', meaning: 'stop', campaignName: 'Reminders', sentTo: OURS },
      ]);
    });

    it('are confirmed by the campaign’s words, once, from the number that was written to', async () => {
      const number = await givenMessage();
      await tell(number, 'STOP');
      await polled(
        () => repliesOf(number),
        ([reply]) => reply?.confirmedAt !== null && sentTo(number).length > 0,
      );
      await tell(number, 'STOP');
      await tell(number, 'stop sending me messages');
      expect(await optOutsOf(number)).toHaveLength(1);
      expect(await repliesOf(number)).toHaveLength(3);
      await laterIsConfirmed();
      expect(sentTo(number)).toEqual([expect.objectContaining({ from: OURS, text: CONFIRMED })]);
    });

    it('are one however often the provider tells of it, even at once', async () => {
      const number = await givenMessage();
      await Promise.all([1, 2, 3, 4].map(() => tell(number, 'STOP', 'the-same')));
      await tell(number, 'STOP', 'the-same');
      expect(await repliesOf(number)).toHaveLength(1);
      expect(await optOutsOf(number)).toHaveLength(1);
      await polled(
        async () => sentTo(number).length,
        (sent) => sent > 0,
      );
      await laterIsConfirmed();
      expect(sentTo(number)).toHaveLength(1);
    });

    it('opt out once when several come at the same moment', async () => {
      const number = await givenMessage();
      await Promise.all([1, 2, 3, 4, 5].map(() => tell(number, 'STOP')));
      expect(await repliesOf(number)).toHaveLength(5);
      expect(await optOutsOf(number)).toHaveLength(1);
      await polled(
        async () => sentTo(number).length,
        (sent) => sent > 0,
      );
      await laterIsConfirmed();
      expect(sentTo(number)).toHaveLength(1);
    });

    it('are confirmed by nothing where the campaign has no words for it', async () => {
      const quiet = await givenCampaign(api.accountId, null);
      const number = await givenMessage({ campaignId: quiet });
      await tell(number, 'STOP');
      await laterIsConfirmed();
      expect(await optOutsOf(number)).toHaveLength(1);
      expect(await repliesOf(number)).toMatchObject([{ confirmedAt: null }]);
      expect(sentTo(number)).toEqual([]);
    });

    it('are said not to be confirmed where the provider refuses, and hold all the same', async () => {
      const number = await givenMessage();
      provider.refusals = [400];
      await tell(number, 'STOP');
      await polled(
        async () => provider.refusals.length,
        (left) => left === 0,
      );
      await polled(
        () => repliesOf(number),
        ([reply]) => reply?.confirmedAt === null,
      );
      expect(await optOutsOf(number)).toHaveLength(1);
      expect(sentTo(number)).toEqual([]);
    });

    it('are no wish to be left alone where they say more', async () => {
      const number = await givenMessage();
      await tell(number, 'Stop by at five');
      expect(await optOutsOf(number)).toEqual([]);
      expect(await repliesOf(number)).toMatchObject([{ meaning: null }]);
    });

    it('may be words of the account', async () => {
      const { body: account } = await api.owner.get<Record<string, unknown>>('account');
      const { name, defaultCountry, timeZone } = account;
      const settings = { name, defaultCountry, timeZone, stopWords: ['Genug jetzt'] };
      expect((await api.owner.put('account', settings)).body).toMatchObject({
        stopWords: ['Genug jetzt'],
        startWords: [],
      });
      const number = await givenMessage();
      await tell(number, 'genug, jetzt!');
      expect(await repliesOf(number)).toMatchObject([{ meaning: 'stop' }]);
      const wordless = await api.owner.put('account', { ...settings, stopWords: ['…'] });
      expect(wordless.body).toMatchObject({ errors: [{ field: 'stopWords' }] });
    });
  });

  describe('that say start', () => {
    it('take it back, and are the proof of it', async () => {
      const number = await givenMessage();
      await tell(number, 'STOP');
      const [before] = await optOutsOf(number);
      await tell(number, 'Start');
      const after = await optOutsOf(number);
      expect(after).toEqual([
        { ...before, withdrawnAt: expect.any(String) as string, withdrawnBy: 'reply START' },
      ]);
      const [, start] = await repliesOf(number);
      expect(start).toMatchObject({ text: 'Start', meaning: 'start', confirmedAt: null });
      // Written down in the same moment.
      expect(Date.parse(start!.receivedAt)).toBeCloseTo(Date.parse(after[0]!.withdrawnAt!), -3);
      expect(await mayBeWritten(number)).toBeDefined();
    });

    it('can be followed by another stop, which is confirmed again', async () => {
      const number = await givenMessage();
      for (const text of ['STOP', 'START', 'STOP']) await tell(number, text);
      const [first, second] = await optOutsOf(number);
      expect([first!.withdrawnBy, second!.withdrawnBy]).toEqual(['reply START', null]);
      await polled(
        async () => sentTo(number).length,
        (sent) => sent === 2,
      );
    });

    it('change nothing for somebody who has not opted out, nor by a keypress', async () => {
      const number = await givenMessage();
      await api.database.query(
        `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'voice', 'keypress 9')`,
        [api.accountId, number],
      );
      await tell(number, 'START');
      expect(await optOutsOf(number)).toMatchObject([{ channel: 'voice', withdrawnAt: null }]);
    });
  });

  describe('belong', () => {
    it('to whoever wrote last, and to nobody else', async () => {
      const theirs = await givenCampaign(api.strangerAccountId, null);
      const number = await givenMessage({ at: '2026-03-01T10:00:00Z' });
      await givenMessage({
        ...{ to: number, accountId: api.strangerAccountId, campaignId: theirs },
        at: '2026-03-02T10:00:00Z',
      });
      await tell(number, 'STOP');
      expect(await repliesOf(number)).toEqual([]);
      expect(await optOutsOf(number)).toEqual([]);
      const [reply] = await repliesOf(number, api.stranger);
      expect(reply).toMatchObject({ meaning: 'stop', campaignId: theirs });
      expect((await api.owner.get(`replies/${reply!.id}`)).status).toBe(404);
      const { body } = await api.owner.post('replies/read', { ids: [reply!.id] });
      expect(body).toEqual({ affected: 0 });
    });

    it('to whoever showed the number that was answered, of several who wrote', async () => {
      const theirs = await givenCampaign(api.strangerAccountId, null);
      const number = await givenMessage({ at: '2026-03-01T10:00:00Z' });
      await givenMessage({
        ...{ to: number, from: '+14155550100', accountId: api.strangerAccountId },
        ...{ campaignId: theirs, at: '2026-03-02T10:00:00Z' },
      });
      await tell(number, 'Hello');
      expect(await repliesOf(number)).toHaveLength(1);
      expect(await repliesOf(number, api.stranger)).toEqual([]);
    });

    it('to nobody where nobody wrote, and are then not kept', async () => {
      await tell('+12025550199', 'Who is this?');
      const [{ count }] = await api.database.query<[{ count: number }]>(
        `select count(*) from reply where number = '+12025550199'`,
      );
      expect(count).toBe(0);
    });

    it('to the same number whether it is shown with its plus or without', async () => {
      const number = await givenMessage();
      await tell(number.slice(1), 'STOP');
      expect(await optOutsOf(number)).toHaveLength(1);
    });
  });

  describe('are listed', () => {
    it('by what they did, their text and whether anybody has read them', async () => {
      const number = await givenMessage();
      await tell(number, '=HYPERLINK("http://x.example")');
      await tell(number, 'STOP');
      const [first, second] = await repliesOf(number);
      const listed = async (query: string) => {
        const { body } = await api.viewer.get<Page<ReplyView>>(
          `replies?number=${encodeURIComponent(`=${number}`)}&${query}`,
        );
        return body.items.map(({ id }) => id);
      };
      expect(await listed('meaning=stop')).toEqual([second!.id]);
      expect(await listed('meaning=other')).toEqual([first!.id]);
      expect(await listed('text=hyper')).toEqual([first!.id]);
      expect(await listed(`campaignId=${campaignId}&from=2026-01-01T00:00:00Z`)).toHaveLength(2);

      expect((await api.viewer.post('replies/read', { ids: [first!.id] })).status).toBe(403);
      const mark = (read: boolean) =>
        api.manager.post('replies/read', { ids: [first!.id, second!.id], read });
      expect((await mark(true)).body).toEqual({ affected: 2 });
      expect((await mark(true)).body).toEqual({ affected: 0 });
      expect(await listed('unread=true')).toEqual([]);
      expect((await api.manager.post('replies/read', {})).status).toBe(422);
      await api.manager.post('replies/read', { matching: {} });
      expect((await api.viewer.get('replies/unread')).body).toEqual({ unread: 0 });
      expect((await mark(false)).body).toEqual({ affected: 2 });
      expect((await api.viewer.get('replies/unread')).body).toEqual({ unread: 2 });
      const all = await api.manager.post('replies/read', { matching: { meaning: 'stop' } });
      expect(all.body).toEqual({ affected: 1 });

      const { body: csv } = await api.viewer.get<string>(
        `replies.csv?number=${encodeURIComponent(`=${number}`)}`,
      );
      expect(csv).toContain(`"'=HYPERLINK(""http://x.example"")"`);
      expect(csv.trim().split('\r\n')).toHaveLength(3);
    });

    it('with the name of the contact, as long as there is one', async () => {
      const phonebook = await api.manager.post<{ id: number }>('phonebooks', { name: 'Members' });
      const number = await givenMessage();
      const { body: contact } = await api.manager.post<{ id: number }>('contacts', {
        ...{ phonebookId: phonebook.body.id, number, firstName: 'Ana', lastName: 'Vidal' },
      });
      await api.database.query('update message set contact_id = $2 where number = $1', [
        number,
        contact.id,
      ]);
      await tell(number, 'Thank you');
      expect(await repliesOf(number)).toMatchObject([
        { contactId: contact.id, contactName: 'Ana Vidal' },
      ]);
      await api.manager.delete(`contacts/${contact.id}`);
      expect(await repliesOf(number)).toMatchObject([{ contactId: null, contactName: null }]);
    });

    it('live, as they come', async () => {
      const { body: events } = await api.viewer.fetch('events');
      const stream = events!.getReader();
      await tell(await givenMessage(), 'Hello');
      let text = '';
      for (let ended = false; !ended && !text.includes('event: reply');) {
        const { value, done } = await stream.read();
        text += new TextDecoder().decode(value);
        ended = done;
      }
      expect(text).toContain('event: reply');
      await stream.cancel();
    });
  });

  it('of campaigns that are under way are told of by their id', async () => {
    const { body } = await api.viewer.get<CampaignView>(`campaigns/${campaignId}`);
    expect(body).toMatchObject({ id: campaignId, channel: 'sms' });
  });
});
