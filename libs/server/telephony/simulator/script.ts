import { Chance, chanceOf } from '@belltower/core';
import { Disposition, SimulatorSettings } from '@belltower/dto';
import { verdictOf, verdictOfRingTimeout } from '../cause';
import { CallEvent, HungUp, OutboundCall } from '../telephony';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Something that will happen to a call unless it is ended before. */
export interface Step {
  /** Milliseconds of the simulated world since the call was placed. */
  atMs: number;
  event: WithoutTime<CallEvent>;
}

/** All that a call would go through. */
export interface Script {
  steps: Step[];
  /** Whether its end is never told. */
  lost: boolean;
}

/** What the simulator looks at in a call. */
export type ScriptedCall = Pick<
  OutboundCall,
  'id' | 'number' | 'keys' | 'ringTimeoutSeconds' | 'maxCallSeconds'
>;

/** Until the first answer of a network, and until it has ended a call it was told to end. */
export const LATENCY_MS = 40;
/** After so long the network itself gives up on a phone that rings. */
const NETWORK_RING_MS = 60_000;
/** How long a greeting is listened to before it is known to be a machine. */
const MACHINE_MS = 2_500;
const BETWEEN_KEYS_MS = 400;

/** What becomes of a call: a pure function of the settings, the number and the attempt's id. */
export function scriptOf(settings: SimulatorSettings, call: ScriptedCall): Script {
  const chance = chanceOf(`${settings.seed} ${call.number} ${call.id}`);
  const fault = (percent: number) => chance() * 100 < percent;
  // Every draw is made in the same order whatever its outcome, so that changing one setting moves nothing else.
  const silent = fault(settings.silentPercent) || settings.down;
  const late = fault(settings.latePercent);
  const twice = fault(settings.twicePercent);
  const garbage = fault(settings.garbagePercent);
  const lost = fault(settings.lostPercent);
  if (silent) return { steps: [silence(call)], lost };
  if (late) return { steps: lateAnswer(call), lost };
  const steps = stepsOf(settings, call, chance);
  if (garbage) spoil(steps);
  return { steps: twice ? steps.flatMap(repeated) : steps, lost };
}

/** A carrier that is full refuses at once. */
export function refusal(): Script {
  return { steps: [{ atMs: LATENCY_MS, event: unanswered(503, 34) }], lost: false };
}

function stepsOf(settings: SimulatorSettings, call: ScriptedCall, chance: Chance): Step[] {
  const outcome = outcomeOf(settings, chance());
  const { ringSecondsFrom: from, ringSecondsUntil: until } = settings;
  const ringMs = 1_000 * (from + chance() * Math.max(0, until - from));
  switch (outcome) {
    case Disposition.Answered:
    case Disposition.Machine:
      return answer(settings, call, ringMs, outcome === Disposition.Machine, chance);
    case Disposition.NoAnswer:
      return ringing(call, NETWORK_RING_MS, unanswered(480, 19));
    case Disposition.Rejected:
      return ringing(call, ringMs, unanswered(603, 21));
    case Disposition.Busy:
      return [{ atMs: LATENCY_MS + 600, event: unanswered(486, 17) }];
    case Disposition.InvalidNumber:
      return [{ atMs: LATENCY_MS + 200, event: unanswered(404, 1) }];
    case Disposition.Blocked:
      return [{ atMs: LATENCY_MS + 200, event: unanswered(608, 21) }];
    case Disposition.Congestion:
      return refusal().steps;
    default:
      return [{ atMs: LATENCY_MS, event: unanswered(400, 127) }];
  }
}

function outcomeOf(settings: SimulatorSettings, draw: number): Disposition {
  const shares: [Disposition, number][] = [
    [Disposition.Answered, settings.answered],
    [Disposition.Machine, settings.machine],
    [Disposition.Busy, settings.busy],
    [Disposition.NoAnswer, settings.noAnswer],
    [Disposition.Rejected, settings.rejected],
    [Disposition.InvalidNumber, settings.invalidNumber],
    [Disposition.Blocked, settings.blocked],
    [Disposition.Congestion, settings.congestion],
    [Disposition.Failed, settings.failed],
  ];
  let rest = draw * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [outcome, share] of shares) {
    if (rest < share) return outcome;
    rest -= share;
  }
  // All shares are 0.
  return Disposition.Answered;
}

/** What comes of the call to another party for the callee who waits for it, from the moment it is asked for. */
export function transferSteps({ steps }: Script, nowMs: number): Step[] {
  const answered = steps.find(({ event }) => event.type === 'answered');
  const end = steps.at(-1)!;
  const endMs = nowMs + end.atMs;
  if (answered)
    return [
      { atMs: nowMs + answered.atMs, event: { type: 'transferred' } },
      { atMs: endMs, event: talked(Disposition.Answered) },
    ];
  const { disposition } = end.event as HungUp;
  return [{ atMs: endMs, event: { type: 'transfer-failed', disposition } }];
}

/** Rings for so long and then ends as told, or with our own ring timeout where that is sooner. */
function ringing(call: ScriptedCall, ringMs: number, end: WithoutTime<HungUp>): Step[] {
  const timeoutMs = call.ringTimeoutSeconds * 1_000;
  const inTime = ringMs + LATENCY_MS < timeoutMs;
  return [
    { atMs: LATENCY_MS, event: { type: 'ringing' } },
    inTime
      ? { atMs: LATENCY_MS + ringMs, event: end }
      : { atMs: timeoutMs + LATENCY_MS, event: givenUp(487) },
  ];
}

function answer(
  settings: SimulatorSettings,
  call: ScriptedCall,
  ringMs: number,
  machine: boolean,
  chance: Chance,
): Step[] {
  const disposition = machine ? Disposition.Machine : Disposition.Answered;
  const mean = settings.talkSecondsMean * 1_000;
  const most = Math.min(settings.talkSecondsMost, call.maxCallSeconds) * 1_000;
  // Two exponential parts: calls of a second or two are rare, as in life, and so are very long ones.
  const talkMs = Math.min((-Math.log((1 - chance()) * (1 - chance())) * mean) / 2, most);
  const presses = chance() * 100 < settings.keyPressPercent && !machine;
  const keys = keysOf(settings, call, chance());
  const rung = ringing(call, ringMs, unanswered(480));
  const pickedUp = rung.at(-1)!;
  if (pickedUp.atMs > LATENCY_MS + ringMs) return rung;

  const at = (ms: number) => pickedUp.atMs + ms;
  const steps: Step[] = [rung[0]!, { atMs: pickedUp.atMs, event: { type: 'answered' } }];
  if (machine) steps.push({ atMs: at(Math.min(MACHINE_MS, talkMs)), event: { type: 'machine' } });
  if (presses) {
    const gap = Math.min(BETWEEN_KEYS_MS, talkMs / (keys.length + 1));
    const untilMs = Math.min(talkMs, (settings.keySecondsMost ?? Infinity) * 1_000);
    const first = chance() * Math.max(0, untilMs - gap * keys.length);
    keys.forEach((digit, index) =>
      steps.push({ atMs: at(first + gap * index), event: { type: 'digit', digit } }),
    );
  }
  steps.push({ atMs: at(talkMs), event: talked(disposition) });
  return steps;
}

function keysOf(settings: SimulatorSettings, call: ScriptedCall, draw: number): string[] {
  const offered = settings.keys?.length ? settings.keys : call.keys;
  return [...(offered[Math.floor(draw * offered.length)] ?? '')];
}

/** Nothing is heard: our own ring timeout ends the wait, and says that it was the trunk's fault. */
function silence({ ringTimeoutSeconds }: ScriptedCall): Step {
  const event: Step['event'] = { type: 'hung-up', ...verdictOfRingTimeout(false) };
  return { atMs: ringTimeoutSeconds * 1_000, event };
}

/** The answer is on its way when we give up: the call is ended at once, and our verdict stands. */
function lateAnswer({ ringTimeoutSeconds }: ScriptedCall): Step[] {
  return [
    { atMs: LATENCY_MS, event: { type: 'ringing' } },
    { atMs: ringTimeoutSeconds * 1_000 + LATENCY_MS, event: givenUp(200) },
  ];
}

function spoil(steps: Step[]): void {
  const end = steps.at(-1)!;
  if (end.event.type !== 'hung-up') return;
  const answered = steps.some(({ event }) => event.type === 'answered');
  const raw = { sipStatus: 799, q850: -1 };
  const verdict = answered ? { disposition: end.event.disposition } : verdictOf(raw);
  end.event = { type: 'hung-up', ...verdict, ...raw };
}

function repeated(step: Step): Step[] {
  return step.event.type === 'ringing' || step.event.type === 'answered' ? [step, step] : [step];
}

/** The end of a call that nobody took, as the network tells it. */
export function unanswered(sipStatus: number, q850?: number): WithoutTime<HungUp> {
  return { type: 'hung-up', ...verdictOf({ sipStatus, q850 }), sipStatus, q850 };
}

/** The end of a call that was taken. */
export function talked(disposition: Disposition): WithoutTime<HungUp> {
  return { type: 'hung-up', disposition, sipStatus: 200, q850: 16 };
}

function givenUp(sipStatus: number): WithoutTime<HungUp> {
  return { type: 'hung-up', ...verdictOfRingTimeout(true), sipStatus, q850: 19 };
}

/** Soonest first; what is due at the same time stays in its order. */
export const inOrder = (steps: readonly Step[]) =>
  steps.toSorted((one, other) => one.atMs - other.atMs);
