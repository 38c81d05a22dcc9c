import { Clock } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import { CallEvent } from '@belltower/telephony';
import fc from 'fast-check';
import { of } from 'rxjs';
import { HandRoom } from './scripted-carrier.builder';

let room: HandRoom;

beforeEach(async () => {
  room = await HandRoom.open({ retry_on: [] });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await room.close();
});

const busy = { type: 'hung-up', disposition: Disposition.Busy, sipStatus: 486, q850: 17 };
const answered = { type: 'hung-up', disposition: Disposition.Answered, sipStatus: 200, q850: 16 };
const now = performance.now.bind(performance);
/** It is so much later by the monotonic clock. */
const pass = (seconds: number) => {
  jest.spyOn(performance, 'now').mockImplementation(() => now() + seconds * 1_000);
};
const dispositions = async () => (await room.calls()).map(({ disposition }) => disposition);

describe('a carrier', () => {
  it('that never answers is given up after ring timeout and a margin, and the call has ended', async () => {
    await room.dial(1);
    room.hand.watch();
    expect(await dispositions()).toEqual([]);
    pass(30 + 16);
    room.hand.watch();
    expect(await dispositions()).toEqual(['interrupted']);
    expect(room.carrier.hungUp).toEqual([room.carrier.placed[0]!.id]);
  });

  it('that never ends an answered call is given up after the longest call and a margin', async () => {
    await room.dial(1);
    room.carrier.say(0, { type: 'answered' });
    pass(100);
    room.hand.watch();
    expect(await dispositions()).toEqual([]);
    pass(140);
    room.hand.watch();
    expect(await dispositions()).toEqual(['interrupted']);
    // Whoever picked up is not called again.
    expect(await room.query('select state from subscriber')).toEqual([{ state: 'completed' }]);
  });

  it('that answers late, after it has ended the call, changes nothing any more', async () => {
    await room.dial(1);
    room.carrier.say(0, busy);
    room.carrier.say(0, { type: 'answered' });
    room.carrier.say(0, { type: 'digit', digit: '9' });
    room.carrier.say(0, answered);
    expect(await dispositions()).toEqual(['busy']);
    expect(await room.query('select from opt_out')).toEqual([]);
  });

  it('that says everything twice is heard once', async () => {
    await room.dial(1);
    for (const event of [{ type: 'ringing' }, { type: 'answered' }, answered])
      for (let n = 0; n < 2; n++) room.carrier.say(0, event);
    const [call] = await room.calls();
    expect(call).toMatchObject({ disposition: 'answered' });
    expect(await room.query('select count(*)::int from call')).toEqual([{ count: 1 }]);
    const timeline = (call as unknown as { timeline: { event: string }[] }).timeline;
    expect(timeline.map(({ event }) => event)).toEqual(['ringing', 'answered', 'hung-up']);
  });

  it('that mixes up the order is believed about what it says', async () => {
    await room.dial(1);
    for (const type of ['machine', 'answered', 'ringing']) room.carrier.say(0, { type });
    room.carrier.say(0, { type: 'digit', digit: '9' });
    room.carrier.say(0, answered);
    expect(await room.calls()).toMatchObject([
      { disposition: 'answered', ring_seconds: 0, digits: '9' },
    ]);
    expect(await room.query('select source from opt_out')).toEqual([{ source: 'keypress 9' }]);
  });

  it('that talks garbage is not listened to, and its calls still have one end each', async () => {
    await room.dial(3);
    const garbage = [null, 0, 'BYE', [], {}, { type: 'nonsense' }, { type: 'digit' }];
    for (let nth = 0; nth < 3; nth++) garbage.forEach((event) => room.carrier.say(nth, event));
    room.carrier.say(0, { type: 'hung-up', disposition: 'on fire', sipStatus: 'x', at: 'noon' });
    room.carrier.break(1, 'error');
    room.carrier.break(2, 'complete');
    expect(await dispositions()).toEqual(['failed', 'failed', 'failed']);
  });

  it('whose driver throws is asked for each number once, and takes no other call with it', async () => {
    let asked = 0;
    room.carrier.answer = () => {
      if (++asked === 2) throw new Error('out of order');
      return of({ ...busy, at: new Date() } as CallEvent);
    };
    await room.dial(3);
    expect((await dispositions()).sort()).toEqual(['busy', 'busy', 'failed']);
    expect(new Set(room.carrier.placed.map(({ number }) => number)).size).toBe(3);
    expect(await room.query('select from due')).toEqual([]);
  });

  it('may say anything in any order: every call is recorded once, and every total is right', async () => {
    const event = fc.oneof(
      fc.constantFrom<unknown>({ type: 'ringing' }, { type: 'answered' }, { type: 'machine' }),
      fc.record({ type: fc.constant('digit'), digit: fc.string({ maxLength: 2, unit: 'binary' }) }),
      fc.constantFrom<unknown>(busy, answered, null, { type: 'hung-up' }, { type: 'nonsense' }),
      fc.record({ type: fc.constant('answered'), at: fc.anything() }),
    );
    const stories = fc.sample(fc.array(event, { maxLength: 12 }), 150);
    await room.dial(stories.length);
    stories.forEach((events, nth) => events.forEach((said) => room.carrier.say(nth, said)));
    pass(1_000);
    room.hand.watch();
    expect(await room.calls()).toHaveLength(stories.length);
    expect(await room.query('select from inflight')).toEqual([]);
    const [totals] = await room.query(
      `select (select count(distinct number)::int from call) numbers, (select sum(calls)::int from call_stat) stats,
              (select sum(subscribers)::int from subscriber_count where state in ('completed', 'failed')) done`,
    );
    expect(totals).toEqual({ numbers: 150, stats: 150, done: 150 });
  });
});

describe('a machine whose clock is set during a call', () => {
  class SetClock extends Clock {
    aheadMs = 0;
    override now(): Date {
      return new Date(Date.now() + this.aheadMs);
    }
  }

  it.each([3_600_000, -3_600_000])(
    'measures ringing and talking as before, %d ms later',
    async (jump) => {
      await room.close();
      const machine = new SetClock();
      room = await HandRoom.open({ retry_on: [] }, machine);
      await room.dial(1);
      const say = (event: object) => room.carrier.say(0, { at: machine.now(), ...event });
      say({ type: 'ringing' });
      machine.aheadMs = jump;
      say({ type: 'answered' });
      machine.aheadMs = 0;
      say(answered);
      await room.calls();
      const [call] = await room.query(
        `select ring_seconds, talk_seconds, abs(extract(epoch from now() - ended_at)) < 60 as today from call`,
      );
      expect(call).toEqual({ ring_seconds: 0, talk_seconds: 0, today: true });
    },
  );
});

describe('calls that are handed over too late', () => {
  it('are in the queue again, and were never dialled', async () => {
    await room.query(
      `insert into subscriber (account_id, campaign_id, number, next_attempt_at) values ($1, $2, '+12025550100', now())`,
      [room.accountId, room.campaignId],
    );
    await room.query(
      `insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number)
       select account_id, campaign_id, next_attempt_at, id, number from subscriber`,
    );
    const claimed = await room.claim(1, new Date(Date.now() + 1_000));
    const late = new Promise<void>((resolve) => room.hand.tooLate.subscribe(resolve));
    const back = new Promise<void>((resolve) => room.hand.givenBack.subscribe(() => resolve()));
    room.hand.take(claimed.calls, claimed, () => ({ serverAt: Date.now() - 500 }));
    await Promise.all([late, back]);
    expect(room.carrier.placed).toEqual([]);
    expect(await room.query('select attempts from due')).toEqual([{ attempts: 0 }]);
    expect(await room.query('select from inflight')).toEqual([]);
  });
});
