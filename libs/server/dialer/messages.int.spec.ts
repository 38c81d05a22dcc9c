import { Channel, MessageState, PartReports } from '@belltower/dto';
import { CampaignRow, givenSubscribers } from './dialer.builder';
import { endWaiting } from './message-expiry';
import { Recoverer } from './recoverer';
import { HandRoom } from './scripted-carrier.builder';

const { Delivered, Expired, Failed, Queued, Rejected, Sent, Undelivered, Unknown } = MessageState;
const TEXT = 'Hello {first_name|there}, see you at nine.';
const LONG = 'All of it. '.repeat(30);

let room: HandRoom;

const open = async (values: Partial<CampaignRow> = {}) => {
  room = await HandRoom.open({
    channel: Channel.Sms,
    message: TEXT,
    placeholders: ['first_name'],
    max_retries: 2,
    retry_after_seconds: 60,
    retry_on: [Undelivered, Expired, Failed, Rejected],
    ...values,
  });
};
afterEach(() => room.close());

/** A report of the provider's, which is kept when this resolves. */
const report = async (
  key: string,
  state: MessageState,
  code: string | null = null,
  raw: string = key,
) =>
  room.postmaster.keep(room.gatewayId, {
    type: 'receipt',
    at: new Date(),
    id: { raw, key },
    state,
    code,
  });
const lateAnswer = async (
  nth: number,
  state: MessageState.Sent | MessageState.Rejected,
  keys: string[],
) =>
  room.postmaster.keep(room.gatewayId, {
    type: 'late-answer',
    at: new Date(),
    messageId: room.provider.sent[nth]!.id,
    state,
    ids: keys.map((key) => ({ raw: `#${key}`, key })),
    code: null,
  });
/** Hands a message over and has it answered. */
const send = async (state: Parameters<typeof room.provider.say>[1], keys: string[] = []) => {
  await room.dial(1);
  room.provider.say(room.provider.sent.length - 1, state, keys);
  await room.settled();
};
const messages = () =>
  room.query<{
    state: string;
    code: string;
    attempt: number;
    awaits: boolean;
    history: { state: string; part?: number }[];
  }>('select * from message order by id');
const states = async () => (await messages()).map(({ state }) => state);
const subscribers = () =>
  room.query('select state, attempts, disposition from subscriber order by id');
const queued = () => room.query('select attempts, setbacks, next_attempt_at from due');
const parts = () => room.query<{ key: string }>('select key from message_part order by key');
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
/** Claims the next attempt and hands it over. */
const again = async () => room.place(await room.claim(1, inMinutes(60)));

describe('a message', () => {
  it('is filled in, handed over once, and awaits what becomes of it', async () => {
    await open();
    await send(Sent, ['a']);
    expect(room.provider.sent).toMatchObject([
      { number: '+12025550000', text: 'Hello there, see you at nine.' },
    ]);
    expect(await messages()).toMatchObject([
      { state: 'sent', code: '', attempt: 1, awaits: true, segments: 1, encoding: 'gsm-7' },
    ]);
    expect(await subscribers()).toEqual([{ state: 'sent', attempts: 1, disposition: 'sent' }]);
    expect(await parts()).toEqual([{ key: 'a' }]);
    expect(await room.query('select from inflight')).toEqual([]);
    expect(await queued()).toEqual([]);
  });

  it('is delivered when the provider says so, and nothing more is awaited', async () => {
    await open();
    await send(Sent, ['a']);
    await report('a', Delivered, 'DELIVRD');
    expect(await messages()).toMatchObject([
      {
        state: 'delivered',
        code: '',
        awaits: false,
        history: [{ state: 'sent', ids: ['#a'] }, { code: 'DELIVRD' }],
      },
    ]);
    expect(await subscribers()).toEqual([
      { state: 'completed', attempts: 1, disposition: 'delivered' },
    ]);
    expect(await parts()).toEqual([]);
  });

  it('is done once it is taken where nobody tells what becomes of it', async () => {
    await open();
    room.provider.reports = null;
    await send(Sent, ['a']);
    expect(await messages()).toMatchObject([{ state: 'sent', awaits: false }]);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'sent' }]);
    expect(await parts()).toEqual([]);
  });

  it('is called back when its campaign is paused, which costs nobody an attempt', async () => {
    await open();
    await room.dial(2);
    await room.query(`update campaign set status = 'paused'`);
    await room.hand.obey();
    expect(room.provider.cancelled).toEqual(room.provider.sent.map(({ id }) => id));
    room.provider.say(0, Queued, [], 'cancelled');
    // This one was on its way.
    room.provider.say(1, Sent, ['b']);
    await room.settled();
    expect(await messages()).toMatchObject([{ state: 'sent', attempt: 1 }]);
    expect(await queued()).toMatchObject([{ attempts: 0, setbacks: 0 }]);
    expect(await subscribers()).toMatchObject([
      { state: 'waiting', attempts: 0 },
      { state: 'sent', attempts: 1 },
    ]);
    await room.query(`update campaign set status = 'running'`);
    await room.place(await room.claim(1));
    expect(room.provider.sent).toHaveLength(3);
    room.provider.say(2, Sent, ['c']);
  });

  it('is called back when its campaign is stopped, whether calls are to be hung up or not', async () => {
    await open();
    await room.dial(1);
    await room.query(`update campaign set status = 'stopped', hang_up = true`);
    await room.hand.obey();
    await room.hand.obey();
    expect(room.provider.cancelled).toHaveLength(1);
    room.provider.say(0, Queued, [], 'cancelled');
  });

  it('is called back when its number opts out or is put on a list; the others go on', async () => {
    await open();
    await room.dial(3);
    const [first, second] = room.provider.sent;
    await room.query(
      `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'sms', 'reply STOP')`,
      [room.accountId, first!.number],
    );
    await room.query(
      `with list as (insert into suppression_list (account_id, name) values ($1, 'Complaints') returning id)
       insert into suppression (account_id, list_id, number, source) select $1, id, $2, 'form' from list`,
      [room.accountId, second!.number],
    );
    await room.hand.obey();
    expect(room.provider.cancelled).toEqual([first!.id, second!.id]);
    room.provider.say(0, Queued, [], 'cancelled');
    room.provider.say(1, Queued, [], 'cancelled');
    room.provider.say(2, Sent, ['c']);
    await room.settled();
    expect((await room.claim(5)).calls).toEqual([]);
    expect((await subscribers()).map(({ state }) => state).sort()).toEqual([
      'sent',
      'suppressed',
      'suppressed',
    ]);
  });

  it('of which nothing is left once it is filled in is not handed over', async () => {
    await open({ message: '{nickname}', placeholders: ['nickname'], max_retries: 0 });
    await givenSubscribers(room.database.source, room.accountId, room.campaignId, 1);
    const claimed = await room.claim(1);
    room.hand.take(claimed.calls, claimed, () => ({ ownAt: performance.now() }));
    while (!(await messages()).length) await room.settled();
    expect(await messages()).toMatchObject([{ state: 'rejected', code: 'empty', segments: 0 }]);
    expect(room.provider.sent).toEqual([]);
    expect(await subscribers()).toMatchObject([{ state: 'failed', disposition: 'rejected' }]);
  });

  it('that was not taken for now goes back to the queue, later each time, and was no attempt', async () => {
    await open();
    await send(Queued);
    expect(await messages()).toEqual([]);
    expect(await queued()).toMatchObject([{ attempts: 0, setbacks: 1 }]);
    expect(await subscribers()).toEqual([{ state: 'waiting', attempts: 0, disposition: null }]);
    await again();
    room.provider.say(1, Queued);
    await room.settled();
    expect(await queued()).toMatchObject([{ attempts: 0, setbacks: 2 }]);
  });

  it('that was never taken for so long that it counts has failed', async () => {
    await open({ max_retries: 0 });
    await givenSubscribers(room.database.source, room.accountId, room.campaignId, 1);
    await room.query('update due set setbacks = 10');
    await again();
    room.provider.say(0, Queued, [], 'throttled');
    await room.settled();
    expect(await messages()).toMatchObject([{ state: 'failed', code: 'throttled' }]);
    expect(await subscribers()).toMatchObject([{ state: 'failed', disposition: 'failed' }]);
  });

  it.each([Rejected, Failed] as const)(
    'that was %s is sent again by the campaign’s policy',
    async (state) => {
      await open({ max_retries: 1 });
      await send(state);
      expect(await queued()).toMatchObject([{ attempts: 1, setbacks: 0 }]);
      await again();
      room.provider.say(1, state);
      await room.settled();
      expect(await subscribers()).toEqual([{ state: 'failed', attempts: 2, disposition: state }]);
      expect(await room.query('select tally from subscriber')).toEqual([{ tally: { [state]: 2 } }]);
    },
  );

  it('that may have been taken is not sent again by itself', async () => {
    await open();
    await send(Unknown);
    expect(await messages()).toMatchObject([{ state: 'unknown', awaits: true }]);
    expect(await subscribers()).toEqual([{ state: 'sent', attempts: 1, disposition: 'unknown' }]);
    expect(await queued()).toEqual([]);
  });

  it('whose process is gone is unknown, and not sent again by itself', async () => {
    await open();
    await givenSubscribers(room.database.source, room.accountId, room.campaignId, 1);
    await room.claim(1);
    await new Recoverer(room.db, room.branches).sweep([]);
    await room.settled();
    expect(await messages()).toMatchObject([
      { state: 'unknown', code: 'process-lost', text: 'Hello there, see you at nine.' },
    ]);
    expect(await subscribers()).toMatchObject([{ state: 'sent', disposition: 'unknown' }]);
    expect(await queued()).toEqual([]);
  });

  it.each([
    ['its campaign', `update campaign set message = 'Another.', updated_at = now()`],
    ['its contact', `update contact set first_name = 'Eve', updated_at = now()`],
  ])('whose process is gone has no text where %s was changed since', async (_, change) => {
    await open();
    await givenSubscribers(room.database.source, room.accountId, room.campaignId, 1);
    await room.query(
      `with book as (insert into phonebook (account_id, name) values ($1, 'Patients') returning id),
       named as (insert into campaign_phonebook select $1, $2, id from book), person as (
         insert into contact (account_id, phonebook_id, number, raw_number, first_name)
         select $1, id, '+12025550000', '', 'Ada' from book returning id)
       update due set contact_id = person.id from person`,
      [room.accountId, room.campaignId],
    );
    await room.claim(1);
    await room.query(change);
    await new Recoverer(room.db, room.branches).sweep([]);
    await room.settled();
    const [message] = await messages();
    expect(message).toMatchObject({ state: 'unknown', code: 'process-lost', text: '' });
    expect(message!.history).toMatchObject([{ detail: expect.stringContaining('text') }]);
  });

  it('that a process finishes after it was taken for lost is known by what it was answered', async () => {
    await open();
    await room.dial(1);
    await new Recoverer(room.db, room.branches).sweep([]);
    await room.branches.drained();
    expect(await states()).toEqual(['unknown']);
    room.provider.say(0, Sent, ['a']);
    await room.settled();
    expect(await states()).toEqual(['sent']);
    expect(await parts()).toEqual([{ key: 'a' }]);
    expect(await subscribers()).toMatchObject([{ state: 'sent', disposition: 'sent' }]);
    await report('a', Delivered);
    expect(await states()).toEqual(['delivered']);
  });

  it('is told of as unknown when this process has no more time for it', async () => {
    await open();
    await room.dial(1);
    await room.hand.drain(0);
    await room.settled();
    expect(await messages()).toMatchObject([{ state: 'unknown', code: 'closed' }]);
  });
});

describe('reports', () => {
  it('that come before the answer count as soon as the message is written', async () => {
    await open();
    await room.dial(1);
    await report('a', Delivered);
    expect(await parts()).toEqual([{ key: 'a' }]);
    room.provider.say(0, Sent, ['a']);
    await room.settled();
    expect(await messages()).toMatchObject([{ state: 'delivered', awaits: false }]);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'delivered' }]);
    expect(await parts()).toEqual([]);
  });

  it('that come while the message is being written are not missed', async () => {
    await open();
    const keys = Array.from({ length: 60 }, (_, n) => `m${n}`);
    await room.dial(keys.length);
    const told: Promise<void>[] = [];
    for (const [nth, key] of keys.entries()) {
      room.provider.say(nth, Sent, [key]);
      told.push(report(key, Delivered));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await Promise.all(told);
    await room.settled();
    expect(new Set(await states())).toEqual(new Set(['delivered']));
    expect(await parts()).toEqual([]);
  });

  it('that come twice, or late about what is over, change nothing', async () => {
    await open();
    await send(Sent, ['a']);
    for (const state of [Delivered, Delivered, Sent, Undelivered]) await report('a', state);
    expect(await states()).toEqual(['delivered']);
    expect(
      await room.query('select state, messages::int from message_stat where messages <> 0'),
    ).toEqual([{ state: 'delivered', messages: 1 }]);
  });

  it('tell under which id they came, where it is not written as in the answer', async () => {
    await open();
    await send(Sent, ['26']);
    await report('26', Undelivered, null, '0x1A');
    await report('26', Delivered);
    const [{ history } = { history: [] }] = await messages();
    expect(history).toMatchObject([{ ids: ['#26'] }, { ids: ['0x1A'] }, { state: 'delivered' }]);
    expect(history[2]).not.toHaveProperty('ids');
  });

  it('of all parts of a long message make it delivered, in any order', async () => {
    await open({ message: LONG });
    await send(Sent, ['a', 'b', 'c']);
    await report('c', Delivered);
    await report('a', Delivered);
    expect(await states()).toEqual(['sent']);
    await report('b', Delivered);
    expect(await messages()).toMatchObject([
      { state: 'delivered', history: [{}, { part: 3 }, { part: 1 }, { part: 2 }] },
    ]);
  });

  it('of parts that come at the same moment are all counted', async () => {
    await open({ message: LONG });
    const keys = Array.from({ length: 20 }, (_, n) => ['a', 'b', 'c'].map((part) => `${part}${n}`));
    await room.dial(keys.length);
    keys.forEach((own, nth) => room.provider.say(nth, Sent, own));
    await room.settled();
    // As if several processes heard them.
    const { postmaster } = room;
    const others = [1, 2].map(() =>
      Object.assign(Object.create(postmaster) as typeof postmaster, {
        waiting: [],
        writing: undefined,
      }),
    );
    const tell = (key: string, at: number) =>
      [postmaster, ...others][at % 3]!.keep(room.gatewayId, {
        type: 'receipt',
        at: new Date(),
        id: { raw: key, key },
        state: Delivered,
        code: null,
      });
    await Promise.all(keys.flatMap((own) => own.map(tell)));
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  it('of one part stand for all where the provider reports on one', async () => {
    await open({ message: LONG });
    room.provider.reports = PartReports.One;
    await send(Sent, ['a', 'b', 'c']);
    await report('b', Delivered);
    expect(await states()).toEqual(['delivered']);
    expect(await parts()).toEqual([]);
  });

  it('are written down to a bound, however often they come', async () => {
    await open();
    await send(Sent, ['a']);
    for (let n = 0; n < 80; n++) await report('a', Sent, `ENROUTE ${n}`);
    const [message] = await messages();
    expect(message!.history).toHaveLength(50);
    await report('a', Delivered);
    expect(await states()).toEqual(['delivered']);
  });

  it('hold no text that the tables cannot', async () => {
    await open();
    await send(Sent, ['a']);
    await Promise.all([report('a', Undelivered, 'no\0room \ud800'), report('b\0c', Delivered)]);
    expect(await messages()).toMatchObject([{ state: 'undelivered', code: 'noroom ' }]);
  });

  it('under an id that a provider has given to two messages are of the newer one', async () => {
    await open();
    await send(Sent, ['a', 'b']);
    await room.query(`update subscriber set number = '+1' || id`);
    await send(Sent, ['a']);
    await report('a', Delivered);
    expect(await states()).toEqual(['sent', 'delivered']);
    await report('b', Delivered);
    expect(await states()).toEqual(['sent', 'delivered']);
    // The other ends when waiting ends.
    await endWaiting(room.db, inMinutes(1));
    expect((await subscribers()).map(({ state }) => state)).toEqual(['completed', 'completed']);
    expect(await parts()).toEqual([]);
  });

  it('under an id that two messages of the same moment were given are of the newer one, and both end', async () => {
    await open();
    await room.dial(2);
    room.provider.say(0, Sent, ['a']);
    room.provider.say(1, Sent, ['a']);
    await room.settled();
    await report('a', Delivered);
    expect((await states()).sort()).toEqual(['delivered', 'sent']);
    await endWaiting(room.db, inMinutes(1));
    expect((await subscribers()).map(({ state }) => state)).toEqual(['completed', 'completed']);
  });

  it('of an answer that came late are of its message, though an older one waits under the same id', async () => {
    await open();
    await send(Sent, ['a']);
    await room.query(`update subscriber set number = '+1' || id`);
    await send(Unknown);
    await lateAnswer(1, Sent, ['a']);
    await report('a', Undelivered);
    expect(await states()).toEqual(['sent', 'undelivered']);
  });

  it('stay with the newer message where the older one is answered late under the same id', async () => {
    await open();
    await send(Unknown);
    await room.query(`update subscriber set number = '+1' || id`);
    await send(Sent, ['a']);
    await lateAnswer(0, Sent, ['a']);
    await report('a', Delivered);
    expect(await states()).toEqual(['sent', 'delivered']);
  });
});

describe('an answer that comes late', () => {
  it('makes known by which ids reports will come', async () => {
    await open();
    await send(Unknown);
    await lateAnswer(0, Sent, ['a']);
    expect(await messages()).toMatchObject([{ state: 'sent', code: '' }]);
    expect(await parts()).toEqual([{ key: 'a' }]);
    await report('a', Delivered);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'delivered' }]);
  });

  it('counts the reports that came before it', async () => {
    await open();
    await send(Unknown);
    await report('a', Delivered);
    await lateAnswer(0, Sent, ['a']);
    expect(await states()).toEqual(['delivered']);
    expect(await parts()).toEqual([]);
  });

  it('counts even where it comes before the message is written', async () => {
    await open({ message: LONG });
    await room.dial(1);
    await report('b', Delivered);
    await lateAnswer(0, Sent, ['a', 'b']);
    room.provider.say(0, Unknown, ['a']);
    await room.settled();
    expect(await states()).toEqual(['sent']);
    await report('a', Delivered);
    expect(await states()).toEqual(['delivered']);
    expect(await parts()).toEqual([]);
  });

  it('of a refusal leads to what a refusal leads to', async () => {
    await open();
    await send(Unknown);
    await lateAnswer(0, Rejected, []);
    expect(await states()).toEqual(['rejected']);
    expect(await queued()).toMatchObject([{ attempts: 1 }]);
    expect(await parts()).toEqual([]);
  });
});

describe('a message that has not arrived', () => {
  it('is sent again while its campaign runs or is paused', async () => {
    await open();
    for (const status of ['running', 'paused']) {
      await room.query('update campaign set status = $1', [status]);
      await room.query('delete from due');
      await room.query(`update campaign set status = 'running'`);
      await send(Sent, [status]);
      await room.query('update campaign set status = $1', [status]);
      await report(status, Undelivered, 'UNDELIV err 001');
      const [row] = await queued();
      expect(row).toMatchObject({ attempts: 1, setbacks: 0 });
      await room.query('update subscriber set number = number || id');
    }
    expect(await messages()).toMatchObject([
      { state: 'undelivered', code: 'UNDELIV err 001', awaits: true },
      { state: 'undelivered' },
    ]);
    expect(await subscribers()).toMatchObject([{ state: 'retry', disposition: 'undelivered' }, {}]);
  });

  it('has failed for good once its campaign is over, or the attempts are used up', async () => {
    await open({ max_retries: 1 });
    await send(Sent, ['a']);
    await room.query(`update campaign set status = 'stopped'`);
    await report('a', Expired);
    expect(await subscribers()).toMatchObject([{ state: 'failed', disposition: 'expired' }]);
    expect(await queued()).toEqual([]);
    expect(
      await room.query(
        'select state, subscribers::int from subscriber_count where subscribers <> 0',
      ),
    ).toEqual([{ state: 'failed', subscribers: 1 }]);
  });

  it('takes its retry back when it arrives after all', async () => {
    await open();
    await send(Sent, ['a']);
    await report('a', Undelivered);
    expect(await queued()).toHaveLength(1);
    await report('a', Delivered);
    expect(await queued()).toEqual([]);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'delivered' }]);
    expect((await room.claim(1, inMinutes(60))).calls).toEqual([]);
  });

  it('makes its subscriber done when it arrives while the next is being handed over', async () => {
    await open();
    await send(Sent, ['a']);
    await report('a', Undelivered);
    await again();
    await report('a', Delivered);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'delivered' }]);
    room.provider.say(1, Rejected);
    await room.settled();
    expect(await subscribers()).toEqual([
      { state: 'completed', attempts: 2, disposition: 'delivered' },
    ]);
    expect(await queued()).toEqual([]);
    expect(await states()).toEqual(['delivered', 'rejected']);
  });

  it('says nothing of a subscriber to whom a later one has been sent', async () => {
    await open();
    await send(Sent, ['a']);
    await report('a', Expired);
    await again();
    room.provider.say(1, Sent, ['b']);
    await room.settled();
    await report('a', Undelivered);
    expect(await subscribers()).toEqual([{ state: 'sent', attempts: 2, disposition: 'sent' }]);
    expect(await states()).toEqual(['undelivered', 'sent']);
    await report('a', Delivered);
    await report('b', Undelivered);
    expect(await subscribers()).toMatchObject([{ state: 'completed', disposition: 'delivered' }]);
    expect(await queued()).toEqual([]);
  });

  it('takes no retry back that somebody else holds, but tries again', async () => {
    await open();
    await send(Sent, ['a']);
    await report('a', Undelivered);
    const claiming = room.database.source.createQueryRunner();
    await claiming.startTransaction();
    await claiming.query('select from due for update');
    let kept = false;
    const keeping = report('a', Delivered).then(() => (kept = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(kept).toBe(false);
    await claiming.commitTransaction();
    await claiming.release();
    await keeping;
    expect(await queued()).toEqual([]);
    expect(await states()).toEqual(['delivered']);
  });

  it('brings back nobody who was taken out of the campaign meanwhile', async () => {
    await open();
    await send(Sent, ['a']);
    await room.query(`update subscriber set state = 'removed'`);
    await room.query(`update subscriber_count set state = 'removed' where state = 'sent'`);
    await report('a', Undelivered);
    expect(await subscribers()).toMatchObject([{ state: 'removed' }]);
    expect(await queued()).toEqual([]);
    expect(await states()).toEqual(['undelivered']);
  });
});

describe('waiting for reports', () => {
  it('ends after three days: what was taken counts as arrived, of the other nobody knows', async () => {
    await open();
    await room.dial(2);
    room.provider.say(0, Sent, ['a']);
    room.provider.say(1, Unknown);
    await room.settled();
    await report('nobody', Delivered);
    const end = (before: Date) => room.db.transaction((db) => endWaiting(db, before));
    expect(await end(inMinutes(-60))).toBe(0);
    expect(await end(inMinutes(1))).toBe(3);
    expect(await end(inMinutes(1))).toBe(0);
    expect(await parts()).toEqual([]);
    expect(await messages()).toMatchObject([
      { state: 'sent', awaits: false },
      { state: 'unknown', awaits: false },
    ]);
    expect(await subscribers()).toEqual([
      { state: 'completed', attempts: 1, disposition: 'sent' },
      { state: 'failed', attempts: 1, disposition: 'unknown' },
    ]);
    await report('a', Undelivered);
    expect(await states()).toEqual(['sent', 'unknown']);
  });

  it('outlives the campaign’s numbers', async () => {
    await open();
    await send(Sent, ['a']);
    await room.query('delete from subscriber');
    await report('a', Delivered);
    expect(await messages()).toMatchObject([{ state: 'delivered', awaits: false }]);
  });

  it('is given up for messages that have been dropped with their month', async () => {
    await open();
    await send(Sent, ['a']);
    await room.query('delete from message');
    await report('a', Delivered);
    expect(await parts()).toEqual([]);
  });
});
