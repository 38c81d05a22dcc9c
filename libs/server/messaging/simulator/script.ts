import { Chance, chanceOf } from '@belltower/core';
import { MessageState, SmsSimulatorSettings } from '@belltower/dto';
import { OutboundMessage, Submission } from '../messaging';

/** What the network says to a message, and when; milliseconds of the simulated world since it was handed over. */
export interface Answer {
  atMs: number;
  state: Submission['state'];
  code: string | null;
}

/** Something that the network tells of its own accord. */
export type Told = { atMs: number } & (
  { type: 'receipt'; state: MessageState; code: string } | { type: 'reply'; text: string }
);

/** All that comes of a message. */
export interface SmsScript {
  answer: Answer;
  /** What becomes of it in the end, told or not. */
  outcome: MessageState;
  /** Soonest first. */
  told: Told[];
}

const DAY_MS = 86_400_000;
const AGAIN_MS = 700;

type Outcome =
  'delivered' | 'undelivered' | 'expired' | 'unreported' | 'rejected' | 'failed' | 'busy';

const REFUSALS = {
  rejected: { state: MessageState.Rejected, code: 'invalid-number' },
  failed: { state: MessageState.Failed, code: 'system-error' },
  busy: { state: MessageState.Queued, code: 'throttled' },
} as const;
const REPORTS = {
  delivered: { state: MessageState.Delivered, code: 'DELIVRD' },
  undelivered: { state: MessageState.Undelivered, code: 'UNDELIV' },
  expired: { state: MessageState.Expired, code: 'EXPIRED' },
} as const;

/** What becomes of a message: a pure function of the settings, the number and the attempt's id. */
export function smsScriptOf(
  settings: SmsSimulatorSettings,
  message: Pick<OutboundMessage, 'id' | 'number'>,
): SmsScript {
  const chance = chanceOf(`${settings.seed} ${message.number} ${message.id}`);
  // Every draw is made in the same order whatever its outcome, so that changing one setting moves nothing else.
  const outcome = outcomeOf(settings, chance());
  const answered = !happens(chance, settings.unansweredPercent);
  const told = toldOf(settings, outcome, chance);
  if (outcome in REFUSALS) {
    const refusal = REFUSALS[outcome as keyof typeof REFUSALS];
    return refused(settings, refusal);
  }
  const report = REPORTS[outcome as keyof typeof REPORTS] ?? { state: MessageState.Sent };
  return { answer: answered ? taken(settings) : unanswered(settings), outcome: report.state, told };
}

/** After so long everything has been told of a message, whichever it is; as {@link Answer.atMs}. */
export function longestMs(settings: SmsSimulatorSettings): number {
  const { answerSeconds, receiptSecondsFrom, receiptSecondsUntil, replySeconds } = settings;
  const receiptSeconds = Math.max(receiptSecondsFrom, receiptSecondsUntil);
  const dayMs = settings.latePercent > 0 ? DAY_MS : 0;
  return (
    1_000 * (answerSeconds + receiptSeconds) + dayMs + Math.max(AGAIN_MS, 1_000 * replySeconds)
  );
}

/** A network without room takes nothing. */
export function noRoom(settings: SmsSimulatorSettings): SmsScript {
  return refused(settings, REFUSALS.busy);
}

function refused(settings: SmsSimulatorSettings, refusal: Omit<Answer, 'atMs'>): SmsScript {
  const answer = { atMs: settings.answerSeconds * 1_000, ...refusal };
  return { answer, outcome: refusal.state, told: [] };
}

function taken({ answerSeconds }: SmsSimulatorSettings): Answer {
  return { atMs: answerSeconds * 1_000, state: MessageState.Sent, code: null };
}

function unanswered({ answerTimeoutSeconds }: SmsSimulatorSettings): Answer {
  return { atMs: answerTimeoutSeconds * 1_000, state: MessageState.Unknown, code: 'no-answer' };
}

function toldOf(settings: SmsSimulatorSettings, outcome: Outcome, chance: Chance): Told[] {
  const { receiptSecondsFrom: from, receiptSecondsUntil: until } = settings;
  const answerMs = settings.answerSeconds * 1_000;
  const afterMs = 1_000 * (from + chance() * Math.max(0, until - from));
  const lost = happens(chance, settings.lostPercent);
  const twice = happens(chance, settings.twicePercent);
  const outOfOrder = happens(chance, settings.outOfOrderPercent);
  const early = happens(chance, settings.earlyPercent);
  const late = happens(chance, settings.latePercent);
  const replies = happens(chance, settings.replyPercent);
  const which = Math.floor(chance() * settings.replies.length);
  const replyMs = chance() * settings.replySeconds * 1_000;
  if (!(outcome in REPORTS)) return [];

  const report = REPORTS[outcome as keyof typeof REPORTS];
  const atMs = early ? answerMs / 2 : answerMs + afterMs + (late ? DAY_MS : 0);
  const told: Told[] = [];
  if (!lost) told.push({ atMs, type: 'receipt', ...report });
  if (!lost && twice) told.push({ atMs: atMs + AGAIN_MS, type: 'receipt', ...report });
  if (!lost && outOfOrder)
    told.push({
      atMs: atMs + AGAIN_MS,
      type: 'receipt',
      state: MessageState.Sent,
      code: 'ENROUTE',
    });
  const text = settings.replies[which];
  if (outcome === 'delivered' && replies && text)
    told.push({ atMs: answerMs + afterMs + replyMs, type: 'reply', text });
  return told.sort((one, other) => one.atMs - other.atMs);
}

function happens(chance: Chance, percent: number): boolean {
  return chance() * 100 < percent;
}

function outcomeOf(settings: SmsSimulatorSettings, draw: number): Outcome {
  const outcomes: Outcome[] = [
    'delivered',
    'undelivered',
    'expired',
    'unreported',
    'rejected',
    'failed',
    'busy',
  ];
  let rest = draw * outcomes.reduce((sum, outcome) => sum + settings[outcome], 0);
  for (const outcome of outcomes) {
    if (rest < settings[outcome]) return outcome;
    rest -= settings[outcome];
  }
  // All shares are 0.
  return 'delivered';
}
