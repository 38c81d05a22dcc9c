import { CallEvent, Playback, Prompt, RecordingTerms } from '@belltower/telephony';

/** A question as it is asked in one call. */
export interface FlowQuestion {
  name: string;
  prompt: Prompt;
  /** Keys that answer it. */
  keys: readonly string[];
  /** How often it is asked again. */
  repeats: number;
  waitSeconds: number;
}

/** What one call says and asks, and what its keys do. Texts are filled in already. */
export interface CallFlow {
  /** Null where nothing is left to be said for this person. */
  message: Prompt | null;
  questions: readonly FlowQuestion[];
  recording: { prompt: Prompt; maxSeconds: number } | null;
  goodbye: Prompt | null;
  optOutKey: string | null;
  optOutConfirmation: Prompt | null;
  repeatKey: string | null;
  transfer: { key: string; number: string } | null;
}

/** Where a call is. */
export type FlowState =
  /** Not answered yet: the message begins by itself with the answer. */
  | { step: 'ringing' }
  | { step: 'message' }
  /** `asked` counts how often the question has been asked. */
  | { step: 'question'; index: number; asked: number }
  | { step: 'record-prompt' }
  | { step: 'recording' }
  /** The other party is being called. */
  | { step: 'transferring' }
  /** The callee talks to the other party. */
  | { step: 'connected' }
  | { step: 'goodbye' }
  /** What is said after opting out is being said. */
  | { step: 'opted-out' }
  /** A machine takes down the message. */
  | { step: 'machine' }
  /** It has ended, or we have hung up. */
  | { step: 'over' };

/** What is to be done about a call. At most one of play, record, transfer and hang up at a time. */
export type FlowAction =
  | { type: 'play'; playback: Playback }
  | { type: 'record'; terms: RecordingTerms }
  | { type: 'transfer'; number: string }
  | { type: 'hang-up' }
  /** Believed at once, whatever else is going on. */
  | { type: 'opt-out'; key: string }
  /** A question begins: unless it is answered, the call's record says that it was not. */
  | { type: 'asked'; question: string }
  | { type: 'answer'; question: string; key: string };

export interface FlowStep {
  state: FlowState;
  actions: FlowAction[];
}

/** The part of an event that matters here. */
export type FlowEvent =
  { type: Exclude<CallEvent['type'], 'digit'> } | { type: 'digit'; digit: string };

/** How long to wait for a key after the last words that say which keys there are. */
const KEYS_SECONDS = 10;
/** So that the last word is not cut off where no key means anything. */
const NO_KEYS_SECONDS = 1;
/** After so much silence, nothing more is expected to be said. */
const SILENCE_SECONDS = 4;

export const FLOW_BEGINNING: FlowState = { step: 'ringing' };
const OVER: FlowState = { step: 'over' };

/**
 * What becomes of a call by one event: a pure function, the same over every driver. Events may come twice, late and in
 * any order: what does not fit the state changes nothing.
 */
export function flowStep(flow: CallFlow, state: FlowState, event: FlowEvent): FlowStep {
  const stays: FlowStep = { state, actions: [] };
  if (state.step === 'over') return stays;
  switch (event.type) {
    case 'hung-up':
      return { state: OVER, actions: [] };
    case 'answered':
      return state.step === 'ringing' ? { state: { step: 'message' }, actions: [] } : stays;
    case 'machine':
      return leavesMessage(state) ? leaveMessage(flow) : stays;
    case 'digit':
      return pressed(flow, state, event.digit);
    case 'waited':
      return waited(flow, state);
    case 'recorded':
      return state.step === 'recording' ? sayGoodbye(flow) : stays;
    case 'transferred':
      return state.step === 'transferring' ? { state: { step: 'connected' }, actions: [] } : stays;
    case 'transfer-failed':
      return state.step === 'transferring' ? sayGoodbye(flow) : stays;
    default:
      return stays;
  }
}

/** What is played as soon as a call is answered. */
export function openingOf(flow: CallFlow): Playback {
  return { prompt: flow.message, waitSeconds: messageWait(flow) };
}

/** Whatever else may be heard in the call. */
export function promptsOf(flow: CallFlow): Prompt[] {
  return [
    ...flow.questions.map(({ prompt }) => prompt),
    flow.recording?.prompt,
    flow.goodbye,
    flow.optOutConfirmation,
  ].filter((prompt) => !!prompt);
}

/** Keys that mean the same all through the call. */
export function commandKeys({ optOutKey, repeatKey, transfer }: CallFlow): string[] {
  return [optOutKey, repeatKey, transfer?.key].filter((key) => !!key) as string[];
}

function pressed(flow: CallFlow, state: FlowState, key: string): FlowStep {
  if (state.step === 'ringing') return { state, actions: [] };
  if (key === flow.optOutKey && state.step !== 'opted-out') return optOut(flow, state, key);
  if (key === flow.transfer?.key && listens(state)) return transfer(flow.transfer);
  if (key === flow.repeatKey) return repeat(flow, state);
  return state.step === 'question' ? answer(flow, state, key) : { state, actions: [] };
}

function optOut(flow: CallFlow, state: FlowState, key: string): FlowStep {
  const fact: FlowAction = { type: 'opt-out', key };
  // Two people are talking: what the key asked for is done, and they are left alone.
  if (state.step === 'connected') return { state, actions: [fact] };
  const { optOutConfirmation } = flow;
  const next =
    optOutConfirmation && state.step !== 'transferring'
      ? play({ step: 'opted-out' }, optOutConfirmation, NO_KEYS_SECONDS)
      : hangUp();
  return { state: next.state, actions: [fact, ...next.actions] };
}

function repeat(flow: CallFlow, state: FlowState): FlowStep {
  if (state.step === 'message') return play(state, flow.message, messageWait(flow));
  // Asked for, it is no vain repetition.
  if (state.step === 'question') return ask(flow, state.index, state.asked);
  if (state.step === 'record-prompt') return askToSpeak(flow);
  return { state, actions: [] };
}

function answer(flow: CallFlow, state: FlowState & { step: 'question' }, key: string): FlowStep {
  const question = flow.questions[state.index]!;
  if (!question.keys.includes(key)) return askAgain(flow, state);
  const next = after(flow, state.index);
  return {
    state: next.state,
    actions: [{ type: 'answer', question: question.name, key }, ...next.actions],
  };
}

function waited(flow: CallFlow, state: FlowState): FlowStep {
  switch (state.step) {
    case 'message':
      return after(flow, -1);
    case 'question':
      return askAgain(flow, state);
    case 'record-prompt':
      return {
        state: { step: 'recording' },
        actions: [
          {
            type: 'record',
            terms: { maxSeconds: flow.recording!.maxSeconds, silenceSeconds: SILENCE_SECONDS },
          },
        ],
      };
    case 'goodbye':
    case 'opted-out':
    case 'machine':
      return hangUp();
    default:
      return { state, actions: [] };
  }
}

/** The next question, then the recording, then goodbye. */
function after(flow: CallFlow, index: number): FlowStep {
  const question = flow.questions[index + 1];
  if (!question) return flow.recording ? askToSpeak(flow) : sayGoodbye(flow);
  const { state, actions } = ask(flow, index + 1, 1);
  return { state, actions: [{ type: 'asked', question: question.name }, ...actions] };
}

function ask(flow: CallFlow, index: number, asked: number): FlowStep {
  const { prompt, waitSeconds, keys } = flow.questions[index]!;
  const state: FlowState = { step: 'question', index, asked };
  return { state, actions: [{ type: 'play', playback: { prompt, waitSeconds, keys: [...keys] } }] };
}

/** Once more, or, where it has been asked often enough, on without an answer. */
function askAgain(flow: CallFlow, { index, asked }: FlowState & { step: 'question' }): FlowStep {
  const { repeats } = flow.questions[index]!;
  return asked <= repeats ? ask(flow, index, asked + 1) : after(flow, index);
}

function askToSpeak({ recording }: CallFlow): FlowStep {
  return play({ step: 'record-prompt' }, recording!.prompt, 0);
}

function sayGoodbye({ goodbye }: CallFlow): FlowStep {
  return goodbye ? play({ step: 'goodbye' }, goodbye, NO_KEYS_SECONDS) : hangUp();
}

/** Once, from its beginning, with nothing to press. */
function leaveMessage({ message }: CallFlow): FlowStep {
  return message ? play({ step: 'machine' }, message, NO_KEYS_SECONDS) : hangUp();
}

function transfer({ number }: { number: string }): FlowStep {
  return { state: { step: 'transferring' }, actions: [{ type: 'transfer', number }] };
}

function play(state: FlowState, prompt: Prompt | null, waitSeconds: number): FlowStep {
  return { state, actions: [{ type: 'play', playback: { prompt, waitSeconds } }] };
}

function hangUp(): FlowStep {
  return { state: OVER, actions: [{ type: 'hang-up' }] };
}

function messageWait(flow: CallFlow): number {
  // What follows waits for keys itself.
  if (flow.questions.length || flow.recording) return NO_KEYS_SECONDS;
  return commandKeys(flow).length ? KEYS_SECONDS : NO_KEYS_SECONDS;
}

const LISTENING: readonly FlowState['step'][] = [
  'message',
  'question',
  'record-prompt',
  'recording',
  'goodbye',
];

/** Whether a person is there who may ask for something. */
const listens = ({ step }: FlowState) => LISTENING.includes(step);

/** Whether a machine that is heard of only now is left the message. */
const leavesMessage = listens;
