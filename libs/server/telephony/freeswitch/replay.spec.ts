import { Disposition } from '@belltower/dto';
import { VirtualTime } from '../testing/virtual-time';
import { CallEvent } from '../telephony';
import { FreeswitchTelephony } from './freeswitch-telephony';
import { givenFreeswitchParts } from './freeswitch-telephony.builder';
import { LoopWires } from './testing/loop-wire';
import { Recorded, Replay } from './testing/replay';

const { Answered, Blocked, Busy, Congestion, InvalidNumber, NoAnswer, Rejected } = Disposition;

/** What the driver tells of a call about which the switch says what was recorded. */
async function told(name: Recorded): Promise<Omit<CallEvent, 'at'>[]> {
  const time = new VirtualTime();
  const replay = new Replay(name, time);
  const wires = new LoopWires(time);
  const telephony = new FreeswitchTelephony({
    ...givenFreeswitchParts(time),
    open: () => wires.to(replay.socket),
  });
  const events: Omit<CallEvent, 'at'>[] = [];
  telephony
    .place({
      id: 'bt-1-1',
      number: '+15557654321',
      callerId: null,
      callerName: null,
      ringTimeoutSeconds: 30,
      maxCallSeconds: 60,
      opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 60 },
      prompts: [],
      keys: [],
    })
    .subscribe(({ at: _at, ...event }) => events.push(event));
  time.pass(20);
  await telephony.close();
  expect(time.pending).toBe(0);
  return events;
}

describe('what a FreeSWITCH was recorded to say', () => {
  it.each([
    ['f404', InvalidNumber, 404, 1],
    ['f480', NoAnswer, 480, 18],
    ['f486', Busy, 486, 17],
    ['f503', Congestion, 503, 41],
    ['f603', Rejected, 603, 21],
    ['f607', Blocked, 607, 16],
  ] as const)('in %s is a call that ended %s', async (name, disposition, sipStatus, q850) => {
    expect(await told(name)).toEqual([{ type: 'hung-up', disposition, sipStatus, q850 }]);
  });

  it('of a phone that rings until the switch gives up is no answer', async () => {
    expect(await told('noanswer')).toEqual([
      { type: 'ringing' },
      { type: 'hung-up', disposition: NoAnswer, sipStatus: 487, q850: 19 },
    ]);
  });

  it('of early media before a busy tone is no answer', async () => {
    expect(await told('early-then-busy')).toEqual([
      { type: 'ringing' },
      { type: 'hung-up', disposition: Busy, sipStatus: 486, q850: 17 },
    ]);
  });

  it('of early media before an answer is one answer, at the time of the answer', async () => {
    expect(await told('early-then-answer')).toEqual([
      { type: 'ringing' },
      { type: 'answered' },
      { type: 'hung-up', disposition: Answered, sipStatus: 200, q850: 16 },
    ]);
  });

  it.each([
    ['auth-dtmf-bye', ['1', '*']],
    ['info-bye', ['5', '#']],
  ] as const)('in %s has the keys %j', async (name, digits) => {
    expect(await told(name)).toEqual([
      { type: 'ringing' },
      { type: 'answered' },
      ...digits.map((digit) => ({ type: 'digit', digit })),
      { type: 'hung-up', disposition: Answered, sipStatus: 200, q850: 16 },
    ]);
  });
});
