import { Channel, Disposition } from '@belltower/dto';
import { CallEvent } from '@belltower/telephony';
import fc from 'fast-check';
import { ClaimedCall } from './claim';
import { LiveCall } from './live-call';
import { Script } from './script';

const PLACED = Date.parse('2026-06-01T10:00:00Z');
const call: ClaimedCall = {
  accountId: 3,
  id: 7,
  channel: Channel.Voice,
  campaignId: 1,
  gatewayId: 1,
  number: '+12025550100',
  callerId: null,
  attempt: 1,
  setbacks: 0,
  tally: null,
  values: null,
  dialerId: '00000000-0000-4000-8000-000000000001',
  placeAt: PLACED,
};
const script: Script = {
  accountId: 3,
  callerName: null,
  audioId: null,
  message: 'Good morning.',
  language: null,
  optOutKey: '9',
  optOutAudioId: null,
  optOutConfirmation: null,
  repeatKey: null,
  transferKey: null,
  transferNumber: null,
  questions: [],
  recordAudioId: null,
  recordPrompt: null,
  recordSeconds: 30,
  goodbyeAudioId: null,
  goodbye: null,
  ringTimeoutSeconds: 30,
  maxCallSeconds: 60,
  maxRetries: 0,
  retryAfterSeconds: 300,
  retryOn: [],
  retryRules: [],
};
const at = (seconds: number) => new Date(PLACED + seconds * 1_000);
const LATER = PLACED + 100_000;

describe('a live call', () => {
  it('is known to the switch by its account and its place in the ledger', () => {
    expect(new LiveCall(call, script, PLACED).callId).toBe('bt-3-7');
  });

  it('says the message, or plays the recording that is chosen in its place', () => {
    const text = { kind: 'text', text: 'Good morning.', language: null };
    expect(new LiveCall(call, script, PLACED).flow.message).toEqual(text);
    const recorded = new LiveCall(call, { ...script, audioId: 12, message: '' }, PLACED);
    expect(recorded.flow.message).toEqual({ kind: 'audio', accountId: 3, audioId: 12 });
  });

  it('plays what is recorded in place of any other text', () => {
    const texts = { optOutConfirmation: 'a', recordPrompt: 'b', goodbye: 'c' };
    const audio = (audioId: number) => ({ kind: 'audio', accountId: 3, audioId });
    const recorded = { ...script, ...texts, optOutAudioId: 1, recordAudioId: 2, goodbyeAudioId: 3 };
    expect(new LiveCall(call, recorded, PLACED).flow).toMatchObject({
      optOutConfirmation: audio(1),
      recording: { prompt: audio(2), maxSeconds: 30 },
      goodbye: audio(3),
    });
    const { flow } = new LiveCall(call, { ...recorded, recordPrompt: null }, PLACED);
    expect(flow.recording?.prompt).toEqual(audio(2));
  });

  it('asks in words, or by the recording that takes their place', () => {
    const question = {
      name: 'Coming?',
      text: 'Will you come?',
      answers: [{ key: '1', label: 'Yes' }],
      repeats: 0,
      waitSeconds: 5,
    };
    const asking = { ...script, questions: [question, { ...question, audioId: 12, text: '' }] };
    expect(new LiveCall(call, asking, PLACED).flow.questions).toMatchObject([
      { prompt: { kind: 'text', text: 'Will you come?' } },
      { prompt: { kind: 'audio', accountId: 3, audioId: 12 } },
    ]);
  });

  it('measures ringing and talking, and keeps the story', () => {
    const live = new LiveCall(call, script, PLACED);
    live.note({ type: 'ringing', at: at(2) }, LATER);
    live.note({ type: 'answered', at: at(10) }, LATER);
    live.note({ type: 'digit', digit: '9', at: at(15) }, LATER);
    const record = live.end(
      { type: 'hung-up', disposition: Disposition.Answered, sipStatus: 200, q850: 16, at: at(40) },
      LATER,
    );
    expect(record).toMatchObject({ ringSeconds: 8, talkSeconds: 30, digits: '9', sipStatus: 200 });
    expect(record.timeline).toEqual([
      { atMs: 2_000, event: 'ringing' },
      { atMs: 10_000, event: 'answered' },
      { atMs: 15_000, event: 'digit', detail: '9' },
      { atMs: 40_000, event: 'hung-up', detail: 'answered' },
    ]);
  });

  it('hears only the first of what is said twice', () => {
    const live = new LiveCall(call, script, PLACED);
    expect(live.note({ type: 'answered', at: at(10) }, LATER)).toBe(true);
    expect(live.note({ type: 'answered', at: at(12) }, LATER)).toBe(false);
    expect(live.note({ type: 'ringing', at: at(13) }, LATER)).toBe(false);
    const record = live.end(
      { type: 'hung-up', disposition: Disposition.Answered, at: at(20) },
      LATER,
    );
    expect(record.talkSeconds).toBe(10);
  });

  it('makes a record that the tables can hold of whatever a carrier says', () => {
    const nonsense = fc.oneof(
      fc.anything(),
      fc.constantFrom('\0', '\ud800', 'a\0b', NaN, 1e300, -5, 2 ** 40),
    );
    const event = fc.oneof(
      fc.record({
        type: fc.constantFrom('ringing', 'answered', 'machine'),
        at: fc.oneof(fc.date({ noInvalidDate: false }), nonsense),
      }),
      fc.record({
        type: fc.constant('digit'),
        digit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '#')),
        at: fc.date(),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        nonsense,
        nonsense,
        fc.string({ unit: 'binary' }),
        (events, status, cause, detail) => {
          const live = new LiveCall(call, script, PLACED);
          for (const one of events) live.note(one as CallEvent, LATER);
          const record = live.end(
            {
              type: 'hung-up',
              disposition: status as Disposition,
              sipStatus: status as number,
              q850: cause as number,
              detail,
              at: cause as Date,
            },
            LATER,
          );
          expect(Object.values(Disposition)).toContain(record.disposition);
          for (const count of [record.ringSeconds, record.talkSeconds])
            expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
          for (const code of [record.sipStatus, record.q850])
            expect(code === null || Math.abs(code) < 2 ** 31).toBe(true);
          expect(JSON.stringify(record.timeline)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
          expect(record.endedAt.getTime()).toBeGreaterThanOrEqual(PLACED);
          expect(record.endedAt.getTime()).toBeLessThanOrEqual(LATER);
        },
      ),
    );
  });
});
