import { HandRoom } from './scripted-carrier.builder';
import { givenSubscribers } from './dialer.builder';
import { callIdOf } from './live-call';
import { Recoverer } from './recoverer';

const RING_SECONDS = 30;
const CALL_SECONDS = 600;
const GUARD_SECONDS = 60;

let room: HandRoom;
let recoverer: Recoverer;

beforeEach(async () => {
  room = await HandRoom.open({
    ring_timeout_seconds: RING_SECONDS,
    max_call_seconds: CALL_SECONDS,
    max_retries: 3,
  });
  recoverer = new Recoverer(room.db, room.branches);
});
afterEach(() => room.close());

/** A process has claimed a call, perhaps placed it, and died. */
const orphan = async (setbacks = 0) => {
  await givenSubscribers(room.database.source, room.accountId, room.campaignId, 1);
  await room.query('update due set setbacks = $1', [setbacks]);
  const { calls } = await room.claim(1);
  return callIdOf(calls[0]!);
};
const sweep = async () => {
  await recoverer.sweep([]);
  await room.branches.drained();
};
/** Seconds from now until the number may be called again. */
const restSeconds = async () => {
  const [row] = await room.query<{ rest: number }>(
    'select extract(epoch from next_attempt_at - now())::float8 as rest from due',
  );
  return row!.rest;
};
const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);

describe('a call that a dead process has left', () => {
  it('is written as interrupted where the switch says it is gone, and its number rests for the guard time', async () => {
    await orphan();
    await sweep();
    expect(await room.calls()).toMatchObject([{ disposition: 'interrupted' }]);
    const rest = await restSeconds();
    expect(rest).toBeGreaterThan(GUARD_SECONDS - 10);
    expect(rest).toBeLessThanOrEqual(GUARD_SECONDS);
    expect((await room.claim(1)).calls).toEqual([]);
    const { calls } = await room.claim(1, after(GUARD_SECONDS + 1));
    // The same attempt again: being cut off was no fault of the number's.
    expect(calls).toMatchObject([{ attempt: 1, setbacks: 1 }]);
  });

  it('rests for as long as the call could last where the switch cannot tell', async () => {
    room.carrier.living = 'unknown';
    await orphan();
    await sweep();
    expect(await room.calls()).toMatchObject([{ disposition: 'interrupted' }]);
    const most = RING_SECONDS + CALL_SECONDS;
    const rest = await restSeconds();
    expect(rest).toBeGreaterThan(most - 10);
    expect(rest).toBeLessThanOrEqual(most);
    expect((await room.claim(1, after(GUARD_SECONDS + 1))).calls).toEqual([]);
    expect((await room.claim(1, after(most + 1))).calls).toHaveLength(1);
  });

  it('rests as long although the attempt counts at last and the campaign calls again sooner', async () => {
    room.carrier.living = 'unknown';
    await orphan(3);
    await sweep();
    expect(await restSeconds()).toBeGreaterThan(RING_SECONDS + CALL_SECONDS - 10);
  });

  it('is hung up first where the switch says it lives, and ends when it is gone', async () => {
    const callId = await orphan();
    room.carrier.living = new Set([callId]);
    await sweep();
    expect(room.carrier.hungUp).toEqual([callId]);
    expect(await room.calls()).toEqual([]);
    expect(await room.query('select from inflight')).toHaveLength(1);
    room.carrier.living = new Set();
    await sweep();
    expect(await room.calls()).toMatchObject([{ disposition: 'interrupted' }]);
  });

  it('is left alone while its process lives', async () => {
    await orphan();
    await recoverer.sweep([room.dialerId]);
    await room.branches.drained();
    expect(await room.calls()).toEqual([]);
  });
});
