import { Disposition } from '@belltower/dto';
import { all, Desk, endOf, first, HELLO, OTHER, secondsBetween, typesOf } from './contract-desk';
import { CallEvent, OutboundCall } from './telephony';

const { Answered, Busy, NoAnswer, Rejected } = Disposition;

type Recorded = Extract<CallEvent, { type: 'recorded' }>;

const waiting = (waitSeconds: number): Partial<OutboundCall> => ({
  opening: { prompt: HELLO, waitSeconds },
});

/** What is heard and said once a call has been answered, as every driver does it that can. */
export function describeListening(desk: Desk): void {
  it('tells when all has been said and nobody has pressed a key, and goes on', async () => {
    const { id, events, told, answered } = await desk.answer({}, waiting(3));
    await desk.bench.pass(30);
    const waited = await first(events, 'waited');
    expect(secondsBetween(answered, waited)).toBeGreaterThanOrEqual(2.9);
    await desk.bench.pass(60);
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'waited']);
    await desk.bench.telephony.hangUp(id);
    await desk.bench.pass(1);
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
  });

  it('waits anew after every key', async () => {
    const { events, told } = await desk.answer({ keys: '12' }, waiting(4));
    await desk.bench.pass(30);
    const waited = await first(events, 'waited');
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'digit', 'digit', 'waited']);
    expect(secondsBetween(told.at(-2)!, waited)).toBeGreaterThanOrEqual(3.9);
  });

  it('plays something in place of what is heard, whose end is told no more', async () => {
    const { id, events, told } = await desk.answer({}, waiting(3));
    await desk.bench.telephony.play(id, { prompt: HELLO, waitSeconds: 20 });
    await desk.bench.pass(15);
    expect(typesOf(told)).toEqual(['ringing', 'answered']);
    await desk.bench.pass(30);
    await first(events, 'waited');
    await desk.bench.telephony.play(id, { prompt: null, waitSeconds: 2 });
    await desk.bench.pass(10);
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'waited', 'waited']);
  });

  it('records what is said until nothing more is', async () => {
    const { id, events, told } = await desk.answer({ speakSeconds: 3 });
    await desk.bench.telephony.record(id, { maxSeconds: 20, silenceSeconds: 2 });
    await desk.bench.pass(30);
    const { recording } = (await first(events, 'recorded')) as Recorded;
    expect(recording!.seconds).toBeGreaterThan(2);
    expect(recording!.seconds).toBeLessThan(6);
    expect(recording!.pcmu).toHaveLength(Math.round(recording!.seconds * 8_000));
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'recorded']);
  });

  it('records no longer than it is to, and nothing where nothing is said', async () => {
    const { id, events } = await desk.answer({ speakSeconds: 300 });
    await desk.bench.telephony.record(id, { maxSeconds: 4, silenceSeconds: 2 });
    await desk.bench.pass(10);
    const { recording } = (await first(events, 'recorded')) as Recorded;
    expect(recording!.seconds).toBeGreaterThan(3);
    expect(recording!.seconds).toBeLessThanOrEqual(4);
    await desk.bench.close();
    const silent = await desk.answer({});
    await desk.bench.telephony.record(silent.id, { maxSeconds: 20, silenceSeconds: 2 });
    await desk.bench.pass(10);
    expect(await first(silent.events, 'recorded')).toMatchObject({ recording: null });
  });

  it('records until a key is pressed, which is told first', async () => {
    const { id, events, told } = await desk.answer({ speakSeconds: 300, keys: '5' });
    await desk.bench.telephony.record(id, { maxSeconds: 200, silenceSeconds: 100 });
    await desk.bench.pass(60);
    const { recording } = (await first(events, 'recorded')) as Recorded;
    expect(recording).not.toBeNull();
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'digit', 'recorded']);
  });

  it('tells what was said before the end where the call ends meanwhile', async () => {
    const far = await desk.answer({ talkSeconds: 6, speakSeconds: 300 });
    await desk.bench.telephony.record(far.id, { maxSeconds: 100, silenceSeconds: 50 });
    await desk.bench.pass(20);
    expect(typesOf(await all(far.events))).toEqual(['ringing', 'answered', 'recorded', 'hung-up']);
    await desk.bench.close();
    const near = await desk.answer({ speakSeconds: 300 });
    await desk.bench.telephony.record(near.id, { maxSeconds: 100, silenceSeconds: 50 });
    await desk.bench.pass(5);
    await desk.bench.telephony.hangUp(near.id);
    await desk.bench.pass(1);
    const told = await all(near.events);
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'recorded', 'hung-up']);
    expect((told[2] as Recorded).recording!.seconds).toBeGreaterThan(3);
  });

  it('connects a callee with another party, until that one hangs up', async () => {
    const other = { outcome: Answered, ringSeconds: 2, talkSeconds: 5 };
    // Keys are between the two.
    const { id, events, answered } = await desk.answer({ other, keys: '1' }, waiting(1));
    await desk.bench.telephony.transfer(id, OTHER);
    await desk.bench.pass(30);
    const told = await all(events);
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'transferred', 'hung-up']);
    expect(secondsBetween(answered, told[2]!)).toBeGreaterThan(1.5);
    expect(secondsBetween(told[2]!, told[3]!)).toBeCloseTo(5, 0);
    expect(told[3]).toMatchObject({ disposition: Answered });
  });

  it.each([Busy, NoAnswer, Rejected])(
    'comes back to the callee where the other party is %s',
    async (outcome) => {
      const { id, events, told } = await desk.answer(
        { other: { outcome, ringSeconds: 1 } },
        waiting(1),
      );
      await desk.bench.telephony.transfer(id, { ...OTHER, ringTimeoutSeconds: 5 });
      await desk.bench.pass(20);
      expect(await first(events, 'transfer-failed')).toMatchObject({ disposition: outcome });
      await desk.bench.telephony.play(id, { prompt: HELLO, waitSeconds: 1 });
      await desk.bench.pass(20);
      expect(typesOf(told)).toEqual(['ringing', 'answered', 'transfer-failed', 'waited']);
    },
  );

  it('ends a call whose callee hangs up before the other party has answered', async () => {
    const other = { outcome: Answered, ringSeconds: 15 };
    const { id, events } = await desk.answer({ talkSeconds: 4, other });
    await desk.bench.telephony.transfer(id, OTHER);
    await desk.bench.pass(30);
    expect(typesOf(await all(events))).toEqual(['ringing', 'answered', 'hung-up']);
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
  });

  it('ends both parties with the longest call, and when it is told to', async () => {
    const other = { outcome: Answered, ringSeconds: 1, talkSeconds: 500 };
    const longest = await desk.answer({ other }, { maxCallSeconds: 8 });
    await desk.bench.telephony.transfer(longest.id, OTHER);
    await desk.bench.pass(30);
    const end = await endOf(longest.events);
    expect(secondsBetween(longest.answered, end)).toBeCloseTo(8, 0);
    await desk.bench.close();
    const told = await desk.answer({ other });
    await desk.bench.telephony.transfer(told.id, OTHER);
    await desk.bench.pass(5);
    await first(told.events, 'transferred');
    await desk.bench.telephony.hangUp(told.id);
    await desk.bench.pass(1);
    expect(typesOf(await all(told.events))).toEqual([
      'ringing',
      'answered',
      'transferred',
      'hung-up',
    ]);
  });

  it('ends both parties when it is closed', async () => {
    const other = { outcome: Answered, ringSeconds: 1, talkSeconds: 500 };
    const { id, events } = await desk.answer({ other });
    await desk.bench.telephony.transfer(id, OTHER);
    await desk.bench.pass(5);
    await first(events, 'transferred');
    await desk.bench.telephony.close();
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
  });
}
