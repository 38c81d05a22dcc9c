import { Disposition, GatewayStatus } from '@belltower/dto';
import { filter, firstValueFrom, lastValueFrom, Observable, shareReplay, toArray } from 'rxjs';
import { CallEvent, HungUp, OutboundCall, Telephony } from './telephony';

/** How the other side is to treat the calls of one test. */
export interface FarSide {
  /** What becomes of a call; `silent`: not even a provisional answer; `late`: the answer crosses our ring timeout. */
  outcome: Disposition | 'silent' | 'late';
  ringSeconds?: number;
  talkSeconds?: number;
  /** Keys that the person who answers presses. */
  keys?: string;
  /** Whether nothing answers at all when asked. */
  down?: boolean;
}

/** A driver connected to something that behaves as the test says. */
export interface Bench {
  telephony: Telephony;
  /** Lets so much time pass for both sides. */
  pass(seconds: number): void;
  /** Closes the driver and tells the ids of the calls that really reached the other side, in order. */
  reached(): Promise<string[]>;
  close(): Promise<void>;
}

const { Answered, Machine, Busy, NoAnswer, Rejected, InvalidNumber, Blocked, Congestion } =
  Disposition;

/** What not every driver can. */
export interface Abilities {
  /** Whether it tells an answering machine from a person. */
  machines: boolean;
}

/** What every driver keeps to. `makeBench` connects one to another side of its own. */
export function describeTelephony(
  name: string,
  makeBench: (side: FarSide) => Promise<Bench>,
  { machines }: Abilities = { machines: true },
) {
  describe(`the ${name} driver`, () => {
    let bench: Bench;
    let calls = 0;

    const connect = async (side: FarSide) => (bench = await makeBench(side));
    const call = (values: Partial<OutboundCall> = {}): OutboundCall => ({
      id: `bt-1-${++calls}`,
      number: '+12025550123',
      callerId: '+12025550100',
      callerName: 'Clinic',
      ringTimeoutSeconds: 30,
      maxCallSeconds: 600,
      message: 'Hello',
      keys: ['1', '9'],
      ...values,
    });
    /** Places a call at once; everything it tells can be read again and again. */
    const place = (values?: Partial<OutboundCall>) => {
      const events = bench.telephony.place(call(values)).pipe(shareReplay());
      events.subscribe();
      return events;
    };
    const all = (events: Observable<CallEvent>) => lastValueFrom(events.pipe(toArray()));
    const first = (events: Observable<CallEvent>, type: CallEvent['type']) =>
      firstValueFrom(events.pipe(filter((event) => event.type === type)));
    const typesOf = (events: CallEvent[]) => events.map(({ type }) => type);
    const endOf = async (events: Observable<CallEvent>) => (await all(events)).at(-1) as HungUp;
    const secondsBetween = (from: CallEvent, to: CallEvent) =>
      (to.at.getTime() - from.at.getTime()) / 1_000;

    afterEach(() => bench.close());

    it.each([
      [Busy, 486],
      [Rejected, 603],
      [InvalidNumber, 404],
      [Blocked, 608],
      [Congestion, 503],
    ])('tells of a call that ended %s with the status %i', async (outcome, sipStatus) => {
      await connect({ outcome });
      const events = place();
      bench.pass(40);
      expect(await endOf(events)).toMatchObject({
        type: 'hung-up',
        disposition: outcome,
        sipStatus,
      });
    });

    it('tells of ringing, answer and end, in this order and the end once', async () => {
      await connect({ outcome: Answered, ringSeconds: 3, talkSeconds: 5 });
      const events = place();
      bench.pass(30);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'answered', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: Answered, sipStatus: 200, q850: 16 });
    });

    if (machines)
      it('tells a machine from a person after the answer', async () => {
        await connect({ outcome: Machine, ringSeconds: 2, talkSeconds: 8 });
        const events = place();
        bench.pass(30);
        const told = await all(events);
        expect(typesOf(told)).toEqual(['ringing', 'answered', 'machine', 'hung-up']);
        expect(told.at(-1)).toMatchObject({ disposition: Machine });
      });

    it('gives up a phone that rings when the ring timeout is over', async () => {
      await connect({ outcome: NoAnswer });
      const events = place({ ringTimeoutSeconds: 5 });
      bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: NoAnswer });
    });

    it('blames the trunk, not the person, where nothing rings until the ring timeout', async () => {
      await connect({ outcome: 'silent' });
      const events = place({ ringTimeoutSeconds: 5 });
      bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['hung-up']);
      expect(told[0]).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
    });

    it('ends a call whose answer crosses the ring timeout as not answered', async () => {
      await connect({ outcome: 'late' });
      const events = place({ ringTimeoutSeconds: 5 });
      bench.pass(10);
      const told = await all(events);
      expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
      expect(told.at(-1)).toMatchObject({ disposition: NoAnswer, sipStatus: 200 });
    });

    it('cancels a call that is ringing', async () => {
      await connect({ outcome: Answered, ringSeconds: 20 });
      const events = place({ id: 'bt-1-cancelled' });
      bench.pass(1);
      await first(events, 'ringing');
      await bench.telephony.hangUp('bt-1-cancelled');
      bench.pass(40);
      expect(typesOf(await all(events))).toEqual(['ringing', 'hung-up']);
      expect(await endOf(events)).toMatchObject({ disposition: Disposition.Cancelled });
    });

    it('hangs up a call that was answered, which stays answered', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 500 });
      const events = place({ id: 'bt-1-hung-up' });
      bench.pass(4);
      await first(events, 'answered');
      await bench.telephony.hangUp('bt-1-hung-up');
      bench.pass(1);
      expect(await endOf(events)).toMatchObject({ disposition: Answered });
    });

    it('ends a call that has lasted as long as it may', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 500 });
      const events = place({ maxCallSeconds: 4 });
      bench.pass(20);
      const [, answered, end] = await all(events);
      expect(secondsBetween(answered!, end!)).toBeCloseTo(4, 0);
    });

    it('reports every key that is pressed, in order', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 10, keys: '42*#' });
      const events = place({ keys: ['9'] });
      bench.pass(30);
      const digits = (await all(events)).flatMap((event) =>
        event.type === 'digit' ? [event.digit] : [],
      );
      expect(digits).toEqual(['4', '2', '*', '#']);
    });

    it('refuses a second call under the id of a living one, and dials nothing', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const events = place({ id: 'bt-1-once' });
      bench.pass(4);
      await first(events, 'answered');
      expect(await endOf(place({ id: 'bt-1-once' }))).toMatchObject({
        disposition: Disposition.Failed,
        detail: 'repeated-id',
      });
      expect(await bench.telephony.alive(['bt-1-once'])).toEqual(new Set(['bt-1-once']));
      expect(await bench.reached()).toEqual(['bt-1-once']);
    });

    it('goes on with a call to which nobody listens any more', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const listening = bench.telephony.place(call({ id: 'bt-1-unheard' })).subscribe();
      bench.pass(4);
      listening.unsubscribe();
      expect(await bench.telephony.alive(['bt-1-unheard'])).toEqual(new Set(['bt-1-unheard']));
    });

    it('knows which calls live and which do not', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 3 });
      const events = place({ id: 'bt-1-short' });
      expect(await bench.telephony.alive(['bt-1-short', 'bt-1-never'])).toEqual(
        new Set(['bt-1-short']),
      );
      bench.pass(30);
      await all(events);
      expect(await bench.telephony.alive(['bt-1-short'])).toEqual(new Set());
    });

    it('does nothing when asked to hang up a call that is not there', async () => {
      await connect({ outcome: Answered });
      await expect(bench.telephony.hangUp('bt-1-nobody')).resolves.toBeUndefined();
    });

    it('says whether the other side can take calls', async () => {
      await connect({ outcome: Answered });
      expect(await bench.telephony.check()).toEqual({
        status: GatewayStatus.Up,
        detail: expect.stringMatching(/./),
      });
      await bench.close();
      await connect({ outcome: 'silent', down: true });
      expect(await bench.telephony.check()).toMatchObject({ status: GatewayStatus.Down });
    });

    it('ends every living call when it is closed, and takes none after', async () => {
      await connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 100 });
      const talking = place();
      bench.pass(4);
      await first(talking, 'answered');
      const ringing = place();
      await bench.telephony.close();
      expect(await endOf(talking)).toMatchObject({ disposition: Answered });
      expect(await endOf(ringing)).toMatchObject({ disposition: Disposition.Cancelled });
      expect(await endOf(place())).toMatchObject({ disposition: Congestion, detail: 'closed' });
      expect(await bench.reached()).toHaveLength(2);
    });
  });
}
