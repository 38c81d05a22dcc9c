import { HandRoom } from './scripted-carrier.builder';

let room: HandRoom;

const TRANSFERRING = { transfer_key: '0', transfer_number: '+12025550199', retry_on: [] };

beforeEach(async () => {
  room = await HandRoom.open(TRANSFERRING);
});
afterEach(() => room.close());

const hangUp = () => room.carrier.say(0, { type: 'hung-up', disposition: 'answered' });
const timeline = async () => {
  const [call] = await room.calls();
  return (call as unknown as { timeline: { event: string; detail?: string }[] }).timeline;
};

/** A callee has answered and wants to be connected. */
async function wantsToBeConnected(): Promise<void> {
  await room.dial(1);
  room.carrier.say(0, { type: 'answered' });
  room.carrier.say(0, { type: 'digit', digit: '0' });
  await settled();
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const connections = () => room.carrier.asked.filter(({ ask }) => 'number' in ask);

describe('a callee who wants to be connected', () => {
  it('waits until the leader has given a channel', async () => {
    room.noLeader();
    await wantsToBeConnected();
    expect(connections()).toEqual([]);
    room.channels.granted(room.nthCall(0));
    await settled();
    expect(connections()).toHaveLength(1);
    hangUp();
    expect(await room.calls()).toHaveLength(1);
  });

  it('is told when none comes free in time, and what comes too late changes nothing', async () => {
    room.noLeader();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance', 'Date'] });
    await wantsToBeConnected();
    jest.advanceTimersByTime(10_000);
    jest.useRealTimers();
    await settled();
    const call = room.nthCall(0);
    room.channels.granted(call);
    await settled();
    expect(connections()).toEqual([]);
    hangUp();
    expect(await timeline()).toContainEqual(
      expect.objectContaining({ event: 'transfer-failed', detail: 'congestion' }),
    );
  });

  it('and hangs up while waiting is forgotten', async () => {
    room.noLeader();
    await wantsToBeConnected();
    hangUp();
    await settled();
    const asked: unknown[] = [];
    room.channels.wanted.subscribe((call) => asked.push(call));
    room.channels.askAgain();
    expect(asked).toEqual([]);
    expect(connections()).toEqual([]);
    expect(await room.calls()).toHaveLength(1);
  });
});
