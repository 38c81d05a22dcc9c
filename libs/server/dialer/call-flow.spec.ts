import { Prompt } from '@belltower/telephony';
import fc from 'fast-check';
import {
  CallFlow,
  FLOW_BEGINNING,
  FlowAction,
  FlowEvent,
  FlowQuestion,
  FlowState,
  flowStep,
  openingOf,
  promptsOf,
} from './call-flow';

const said = (text: string): Prompt => ({ kind: 'text', text, language: null });
const digit = (key: string): FlowEvent => ({ type: 'digit', digit: key });

const question = (values: Partial<FlowQuestion> = {}): FlowQuestion => ({
  name: 'Coming?',
  prompt: said('Will you come?'),
  keys: ['1', '2'],
  repeats: 1,
  waitSeconds: 6,
  ...values,
});

const flow = (values: Partial<CallFlow> = {}): CallFlow => ({
  message: said('Good morning.'),
  questions: [],
  recording: null,
  goodbye: null,
  optOutKey: '9',
  optOutConfirmation: null,
  repeatKey: '*',
  transfer: { key: '0', number: '+12025550199' },
  ...values,
});

/** What comes of events one after the other. */
function course(of: CallFlow, events: readonly FlowEvent[], from: FlowState = FLOW_BEGINNING) {
  let state = from;
  const steps: FlowAction[][] = [];
  for (const event of events) {
    const next = flowStep(of, state, event);
    state = next.state;
    steps.push(next.actions);
  }
  return { state, steps, actions: steps.flat() };
}

const kinds = (actions: readonly FlowAction[]) => actions.map(({ type }) => type);
const heard = (actions: readonly FlowAction[]) =>
  actions.flatMap((action) =>
    action.type === 'play' && action.playback.prompt?.kind === 'text'
      ? action.playback.prompt.text
      : [],
  );
const ANSWERED: FlowEvent = { type: 'answered' };
const WAITED: FlowEvent = { type: 'waited' };

describe('the course of a call', () => {
  it('says its message with the answer, waits for keys, and hangs up', () => {
    expect(openingOf(flow())).toEqual({ prompt: said('Good morning.'), waitSeconds: 10 });
    expect(kinds(course(flow(), [ANSWERED, WAITED]).actions)).toEqual(['hang-up']);
  });

  it('waits for nothing where no key means anything', () => {
    const plain = flow({ optOutKey: null, repeatKey: null, transfer: null });
    expect(openingOf(plain).waitSeconds).toBe(1);
  });

  it('asks one question after the other, records, and says goodbye', () => {
    const asks = flow({
      questions: [question(), question({ name: 'When?', prompt: said('When?'), keys: ['3', '4'] })],
      recording: { prompt: said('Say why.'), maxSeconds: 20 },
      goodbye: said('Goodbye.'),
    });
    const recorded: FlowEvent = { type: 'recorded' };
    const events = [ANSWERED, WAITED, digit('2'), digit('3'), WAITED, recorded, WAITED];
    const { actions, state } = course(asks, events);
    expect(kinds(actions)).toEqual([
      ...[
        'asked',
        'play',
        'answer',
        'asked',
        'play',
        'answer',
        'play',
        'record',
        'play',
        'hang-up',
      ],
    ]);
    expect(heard(actions)).toEqual(['Will you come?', 'When?', 'Say why.', 'Goodbye.']);
    expect(actions.filter(({ type }) => type === 'answer')).toEqual([
      { type: 'answer', question: 'Coming?', key: '2' },
      { type: 'answer', question: 'When?', key: '3' },
    ]);
    expect(state.step).toBe('over');
    expect(promptsOf(asks)).toHaveLength(4);
  });

  it('asks again after silence and after a key that means nothing, as often as it may', () => {
    const asks = flow({ questions: [question({ repeats: 2 })] });
    const { actions } = course(asks, [ANSWERED, WAITED, WAITED, digit('7'), WAITED]);
    expect(kinds(actions)).toEqual(['asked', 'play', 'play', 'play', 'hang-up']);
  });

  it('repeats on its key what is being said, and does not count it', () => {
    const asks = flow({ questions: [question({ repeats: 0 })] });
    const { actions } = course(asks, [ANSWERED, digit('*'), WAITED, digit('*'), digit('1')]);
    expect(heard(actions)).toEqual(['Good morning.', 'Will you come?', 'Will you come?']);
    expect(kinds(actions)).toContain('answer');
  });

  it('connects on its key, and goes on where the other party cannot be had', () => {
    const asks = flow({ goodbye: said('Goodbye.') });
    const { actions } = course(asks, [ANSWERED, digit('0'), { type: 'transfer-failed' }, WAITED]);
    expect(kinds(actions)).toEqual(['transfer', 'play', 'hang-up']);
    const connected = course(asks, [ANSWERED, digit('0'), { type: 'transferred' }, WAITED]);
    expect(kinds(connected.actions)).toEqual(['transfer']);
    expect(connected.state.step).toBe('connected');
  });

  it('confirms an opt-out where it has words for it, and hangs up', () => {
    const { steps } = course(flow({ optOutConfirmation: said('As you wish.') }), [
      ...[ANSWERED, digit('9'), digit('9'), WAITED],
    ]);
    expect(steps.map(kinds)).toEqual([[], ['opt-out', 'play'], [], ['hang-up']]);
    expect(kinds(course(flow(), [ANSWERED, digit('9')]).actions)).toEqual(['opt-out', 'hang-up']);
  });

  it('leaves a machine the whole message once', () => {
    const asks = flow({ questions: [question()], goodbye: said('Goodbye.') });
    const { actions } = course(asks, [ANSWERED, { type: 'machine' }, WAITED, WAITED]);
    expect(heard(actions)).toEqual(['Good morning.']);
    expect(kinds(actions)).toEqual(['play', 'hang-up']);
  });
});

describe('whatever happens in a call', () => {
  const prompt = fc.constantFrom(said('One'), said('Two'));
  const maybe = fc.option(prompt);
  const arbitraryFlow: fc.Arbitrary<CallFlow> = fc.record({
    message: maybe,
    questions: fc.array(
      fc.record({
        name: fc.string({ minLength: 1, maxLength: 4 }),
        prompt,
        keys: fc.subarray(['1', '2', '3', '4'], { minLength: 1 }),
        repeats: fc.integer({ min: 0, max: 5 }),
        waitSeconds: fc.integer({ min: 2, max: 30 }),
      }),
      { maxLength: 10 },
    ),
    recording: fc.option(fc.record({ prompt, maxSeconds: fc.integer({ min: 5, max: 120 }) })),
    goodbye: maybe,
    optOutKey: fc.option(fc.constant('9')),
    optOutConfirmation: maybe,
    repeatKey: fc.option(fc.constant('*')),
    transfer: fc.option(fc.constant({ key: '0', number: '+12025550199' })),
  });
  const arbitraryEvent: fc.Arbitrary<FlowEvent> = fc.oneof(
    fc.constantFrom<FlowEvent>(
      ...(['ringing', 'answered', 'machine', 'waited', 'recorded', 'transferred'] as const).map(
        (type) => ({ type }),
      ),
      { type: 'transfer-failed' },
    ),
    fc.constantFrom(...'1234567890*#').map(digit),
  );
  const arbitraryEvents = fc.array(arbitraryEvent, { maxLength: 60 });
  const REQUESTS: readonly string[] = ['play', 'record', 'transfer', 'hang-up'];

  it('at most one thing is asked of the driver at a time, and it hangs up once at most', () => {
    fc.assert(
      fc.property(arbitraryFlow, arbitraryEvents, (of, events) => {
        const { steps } = course(of, [ANSWERED, ...events]);
        const requests = steps.map((actions) =>
          kinds(actions).filter((type) => REQUESTS.includes(type)),
        );
        expect(requests.every((asked) => asked.length <= 1)).toBe(true);
        expect(requests.flat().filter((type) => type === 'hang-up').length).toBeLessThan(2);
        const end = requests.findIndex(([type]) => type === 'hang-up');
        if (end >= 0) expect(steps.slice(end + 1).flat()).toEqual([]);
      }),
    );
  });

  it('it is never stuck: what the driver tells of what it was asked leads to the end', () => {
    const told: Record<string, FlowEvent> = {
      play: WAITED,
      record: { type: 'recorded' },
      transfer: { type: 'transfer-failed' },
    };
    fc.assert(
      fc.property(arbitraryFlow, arbitraryEvents, (of, events) => {
        const { state, actions } = course(of, [ANSWERED, ...events]);
        // Two who talk with each other hang up when they like.
        if (state.step === 'connected') return;
        const asked = actions.filter(({ type }) => REQUESTS.includes(type));
        let last: string = asked.at(-1)?.type ?? 'play';
        let now: FlowState = state;
        let hangUps = asked.filter(({ type }) => type === 'hang-up').length;
        for (let turn = 0; turn < 100 && last !== 'hang-up'; turn++) {
          const next = flowStep(of, now, told[last]!);
          now = next.state;
          last = next.actions.find(({ type }) => REQUESTS.includes(type))?.type ?? 'stuck';
          hangUps += last === 'hang-up' ? 1 : 0;
        }
        expect([now.step, hangUps]).toEqual(['over', 1]);
      }),
    );
  });

  it('an opt-out counts at once, wherever the call is', () => {
    fc.assert(
      fc.property(arbitraryFlow, arbitraryEvents, (some, events) => {
        const of = { ...some, optOutKey: '9' };
        const others = events.filter((event) => event.type !== 'digit' || event.digit !== '9');
        const { state } = course(of, [ANSWERED, ...others]);
        if (state.step === 'over') return;
        const { actions } = flowStep(of, state, digit('9'));
        expect(actions[0]).toEqual({ type: 'opt-out', key: '9' });
      }),
    );
  });

  it('a question is answered once at most, by a key of its own', () => {
    fc.assert(
      fc.property(arbitraryFlow, arbitraryEvents, (some, events) => {
        const questions = some.questions.map((one, index) => ({ ...one, name: `${index}` }));
        const of = { ...some, questions };
        const answers = course(of, [ANSWERED, ...events]).actions.flatMap((action) =>
          action.type === 'answer' ? action : [],
        );
        expect(new Set(answers.map((one) => one.question)).size).toBe(answers.length);
        for (const { question: name, key } of answers)
          expect(questions[Number(name)]!.keys).toContain(key);
      }),
    );
  });
});
