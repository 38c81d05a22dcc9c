import { Disposition, GatewayStatus } from '@belltower/dto';
import {
  Abilities,
  all,
  ALL,
  Bench,
  Desk,
  endOf,
  FarSide,
  first,
  OTHER,
  secondsBetween,
  typesOf,
} from './contract-desk';
import { describeListening } from './listening.contract';

export type { Abilities, Bench, FarSide } from './contract-desk';

const { Answered, Machine, Busy, NoAnswer, Rejected, InvalidNumber, Blocked, Congestion } =
  Disposition;

/** What every driver keeps to. `makeBench` connects one to another side of its own. */
export function describeTelephony(
  name: string,
  makeBench: (side: FarSide) => Promise<Bench>,
  abilities: Partial<Abilities> = {},
) {
  const { machines, listens, restarts, crossings } = { ...ALL, ...abilities };
  describe(`the ${name} driver`, () => {
    const desk = new Desk(makeBench);

    afterEach(() => desk.bench.close());

    it.each([
      [Busy, 486],
      [Rejected, 603],
      [InvalidNumber, 404],
      [Blocked, 608],
      [Congestion, 503],
    ])('tells of a call that ended %s with the status %i', async (outcome, sipStatus) => {
      await desk.connect({ outcome });
      const events = desk.place();
      await desk.bench.pass(40);
      expect(await endOf(events)).toMatchObject({
        type: 'hung-up',
        disposition: outcome,
        sipStatus,
      });
    });

    it('tells of ringing, answer and end, in this order and the end once', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 3, talkSeconds: 5 });
      const events = desk.place();
      await desk.bench.pass(30);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'answered', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: Answered, sipStatus: 200, q850: 16 });
    });

    if (machines)
      it('tells a machine from a person after the answer', async () => {
        await desk.connect({ outcome: Machine, ringSeconds: 2, talkSeconds: 8 });
        const events = desk.place();
        await desk.bench.pass(30);
        const told = await all(events);
        expect(typesOf(told)).toEqual(['ringing', 'answered', 'machine', 'hung-up']);
        expect(told.at(-1)).toMatchObject({ disposition: Machine });
      });

    it('gives up a phone that rings when the ring timeout is over', async () => {
      await desk.connect({ outcome: NoAnswer });
      const events = desk.place({ ringTimeoutSeconds: 5 });
      await desk.bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: NoAnswer });
    });

    it('blames the trunk, not the person, where nothing rings until the ring timeout', async () => {
      await desk.connect({ outcome: 'silent' });
      const events = desk.place({ ringTimeoutSeconds: 5 });
      await desk.bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['hung-up']);
      expect(told[0]).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
    });

    it('ends a call whose answer crosses the ring timeout as not answered', async () => {
      await desk.connect({ outcome: 'late' });
      const events = desk.place({ ringTimeoutSeconds: 5 });
      await desk.bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: NoAnswer });
      if (crossings) expect(told.at(-1)).toMatchObject({ sipStatus: 200 });
    });

    it('cancels a call that is ringing', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 20 });
      const events = desk.place({ id: 'bt-1-cancelled' });
      await desk.bench.pass(1);
      await first(events, 'ringing');
      await desk.bench.telephony.hangUp('bt-1-cancelled');
      await desk.bench.pass(40);
      expect(typesOf(await all(events))).toEqual(['ringing', 'hung-up']);
      expect(await endOf(events)).toMatchObject({ disposition: Disposition.Cancelled });
    });

    it('hangs up a call that was answered, which stays answered', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 500 });
      const events = desk.place({ id: 'bt-1-hung-up' });
      await desk.bench.pass(4);
      await first(events, 'answered');
      await desk.bench.telephony.hangUp('bt-1-hung-up');
      await desk.bench.pass(1);
      expect(await endOf(events)).toMatchObject({ disposition: Answered });
    });

    it('ends a call that has lasted as long as it may', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 500 });
      const events = desk.place({ maxCallSeconds: 4 });
      await desk.bench.pass(20);
      const [, answered, end] = await all(events);
      expect(secondsBetween(answered!, end!)).toBeCloseTo(4, 0);
    });

    it.each(['event', 'info'] as const)(
      'reports every key that is pressed, in order, where it comes by %s',
      async (keysBy) => {
        await desk.connect({
          outcome: Answered,
          ringSeconds: 1,
          talkSeconds: 10,
          keys: '42*#',
          keysBy,
        });
        const events = desk.place({ keys: ['9'] });
        await desk.bench.pass(30);
        const digits = (await all(events)).flatMap((event) =>
          event.type === 'digit' ? [event.digit] : [],
        );
        expect(digits).toEqual(['4', '2', '*', '#']);
      },
    );

    it('takes sound before the answer for no answer', async () => {
      await desk.connect({ outcome: NoAnswer, earlyMedia: true });
      const unanswered = desk.place({ ringTimeoutSeconds: 5 });
      await desk.bench.pass(10);
      expect(typesOf(await all(unanswered))).toEqual(['ringing', 'hung-up']);
      await desk.bench.close();
      await desk.connect({ outcome: Answered, earlyMedia: true, ringSeconds: 3, talkSeconds: 5 });
      const events = desk.place();
      await desk.bench.pass(30);
      const [ringing, answered] = await all(events);
      expect(answered!.type).toBe('answered');
      expect(secondsBetween(ringing!, answered!)).toBeGreaterThan(2.5);
    });

    it('blames the trunk where there is nobody to take the call', async () => {
      await desk.connect({ outcome: 'silent', down: true });
      const events = desk.place();
      await desk.bench.pass(60);
      expect(typesOf(await all(events))).toEqual(['hung-up']);
      expect(await endOf(events)).toMatchObject({
        disposition: Congestion,
        detail: 'unreachable',
      });
    });

    it('refuses a second call under the id of a living one, and dials nothing', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const events = desk.place({ id: 'bt-1-once' });
      await desk.bench.pass(4);
      await first(events, 'answered');
      expect(await endOf(desk.place({ id: 'bt-1-once' }))).toMatchObject({
        disposition: Disposition.Failed,
        detail: 'repeated-id',
      });
      expect(await desk.bench.telephony.alive(['bt-1-once'])).toEqual(new Set(['bt-1-once']));
      expect(await desk.bench.reached()).toEqual(['bt-1-once']);
    });

    it('goes on with a call to which nobody listens any more', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const listening = desk.bench.telephony.place(desk.call({ id: 'bt-1-unheard' })).subscribe();
      await desk.bench.pass(4);
      listening.unsubscribe();
      expect(await desk.bench.telephony.alive(['bt-1-unheard'])).toEqual(new Set(['bt-1-unheard']));
    });

    it('knows which calls live and which do not', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 3 });
      const events = desk.place({ id: 'bt-1-short' });
      expect(await desk.bench.telephony.alive(['bt-1-short', 'bt-1-never'])).toEqual(
        new Set(['bt-1-short']),
      );
      await desk.bench.pass(30);
      await all(events);
      expect(await desk.bench.telephony.alive(['bt-1-short'])).toEqual(new Set());
    });

    it('does nothing when asked to hang up a call that is not there', async () => {
      await desk.connect({ outcome: Answered });
      await expect(desk.bench.telephony.hangUp('bt-1-nobody')).resolves.toBeUndefined();
    });

    it('does nothing when asked to let something be heard in a call that is not answered', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 20 });
      const events = desk.place({ id: 'bt-1-ringing' });
      await desk.bench.pass(1);
      await first(events, 'ringing');
      for (const id of ['bt-1-ringing', 'bt-1-nobody']) {
        await desk.bench.telephony.play(id, { prompt: null, waitSeconds: 0 });
        await desk.bench.telephony.record(id, { maxSeconds: 1, silenceSeconds: 1 });
        await desk.bench.telephony.transfer(id, OTHER);
      }
      await desk.bench.pass(5);
      await desk.bench.telephony.hangUp('bt-1-ringing');
      await desk.bench.pass(5);
      expect(typesOf(await all(events))).toEqual(['ringing', 'hung-up']);
    });

    if (listens) describeListening(desk);

    it('says whether the other side can take calls', async () => {
      await desk.connect({ outcome: Answered });
      expect(await desk.bench.telephony.check()).toEqual({
        status: GatewayStatus.Up,
        detail: expect.stringMatching(/./),
      });
      await desk.bench.close();
      await desk.connect({ outcome: 'silent', down: true });
      expect(await desk.bench.telephony.check()).toMatchObject({ status: GatewayStatus.Down });
    });

    it('ends every living call when it is closed, and takes none after', async () => {
      await desk.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const talking = desk.place();
      await desk.bench.pass(4);
      await first(talking, 'answered');
      const ringing = desk.place();
      await desk.bench.telephony.close();
      expect(await endOf(talking)).toMatchObject({ disposition: Answered });
      expect(await endOf(ringing)).toMatchObject({ disposition: Disposition.Cancelled });
      expect(await endOf(desk.place())).toMatchObject({
        disposition: Congestion,
        detail: 'closed',
      });
      expect(await desk.bench.reached()).toHaveLength(2);
    });

    if (restarts)
      it('ends what the switch has forgotten, once, and goes on when it is back', async () => {
        await desk.connect({ outcome: Answered, ringSeconds: 2, talkSeconds: 500 });
        const talking = desk.place({ id: 'bt-1-talking' });
        await desk.bench.pass(4);
        await first(talking, 'answered');
        const ringing = desk.place({ id: 'bt-1-ringing' });
        await desk.bench.pass(1);
        await first(ringing, 'ringing');
        await desk.bench.restart!();
        await desk.bench.pass(60);
        expect(await endOf(talking)).toMatchObject({ disposition: Answered });
        expect(typesOf(await all(ringing)).filter((type) => type === 'hung-up')).toHaveLength(1);
        expect(await endOf(ringing)).not.toMatchObject({ disposition: Answered });
        const after = desk.place({ id: 'bt-1-after' });
        await desk.bench.pass(4);
        await first(after, 'answered');
      });
  });
}
