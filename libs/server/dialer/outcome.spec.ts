import { countedAs, Disposition, RetryPolicy, SubscriberState } from '@belltower/dto';
import fc from 'fast-check';
import { AttemptEnd, outcome, OutcomeRules, Tally } from './outcome';

const NOW = new Date('2026-06-01T10:00:00Z');

const policy: RetryPolicy = {
  maxRetries: 2,
  retryAfterSeconds: 300,
  retryOn: [Disposition.Busy, Disposition.NoAnswer, Disposition.Failed, Disposition.Interrupted],
  retryRules: [],
};
const rules = (values: Partial<OutcomeRules> = {}): OutcomeRules => ({
  policy,
  guardSeconds: 60,
  random: 0.5,
  ...values,
});
const ended = (disposition: Disposition, values: Partial<AttemptEnd> = {}): AttemptEnd => ({
  disposition,
  answered: false,
  attempt: 1,
  setbacks: 0,
  tally: {},
  endedAt: NOW,
  ...values,
});
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

describe('what comes after an attempt', () => {
  it('is nothing once somebody has answered', () => {
    expect(outcome(ended(Disposition.Answered), rules())).toEqual({
      state: SubscriberState.Completed,
      at: null,
      attempts: 1,
      setbacks: 0,
      counted: null,
    });
  });

  it('is a further attempt after the interval of the campaign', () => {
    expect(outcome(ended(Disposition.Busy, { attempt: 2, setbacks: 3 }), rules())).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(300),
      attempts: 2,
      setbacks: 0,
      counted: Disposition.Busy,
    });
  });

  it('is never sooner than the guard time after an interruption, however soon the campaign calls again', () => {
    const lost = ended(Disposition.Interrupted, { setbacks: 3 });
    expect(outcome(lost, rules({ guardSeconds: 900 }))).toMatchObject({ at: inSeconds(900) });
    expect(outcome(lost, rules({ guardSeconds: 60 }))).toMatchObject({ at: inSeconds(300) });
  });

  it('is failure when the attempts are used up, or the campaign does not retry after that', () => {
    const failed = { state: SubscriberState.Failed, at: null };
    expect(outcome(ended(Disposition.Busy, { attempt: 3 }), rules())).toMatchObject(failed);
    expect(outcome(ended(Disposition.Rejected), rules())).toMatchObject(failed);
    expect(outcome(ended(Disposition.InvalidNumber), rules())).toMatchObject(failed);
  });

  describe('where an outcome has a rule of its own', () => {
    const own: RetryPolicy = {
      ...policy,
      maxRetries: 5,
      retryRules: [
        { disposition: Disposition.Busy, times: 2, afterSeconds: 60 },
        { disposition: Disposition.NoAnswer, times: null, afterSeconds: 7_200 },
        { disposition: Disposition.Failed, times: 1, afterSeconds: null },
      ],
    };
    const after = (disposition: Disposition, attempt: number, tally: Tally = {}) =>
      outcome(ended(disposition, { attempt, tally }), rules({ policy: own }));

    it('waits as long as the rule says, or as the campaign does', () => {
      expect(after(Disposition.Busy, 1).at).toEqual(inSeconds(60));
      expect(after(Disposition.NoAnswer, 1).at).toEqual(inSeconds(7_200));
      expect(after(Disposition.Failed, 1).at).toEqual(inSeconds(300));
    });

    it('retries as often as the rule says, however many retries the campaign has left', () => {
      expect(after(Disposition.Busy, 2, { busy: 1 }).state).toBe(SubscriberState.Retry);
      expect(after(Disposition.Busy, 3, { busy: 2 }).state).toBe(SubscriberState.Failed);
    });

    it('counts each outcome for itself', () => {
      expect(after(Disposition.Busy, 4, { 'no-answer': 3 }).state).toBe(SubscriberState.Retry);
      expect(after(Disposition.NoAnswer, 5, { busy: 2, 'no-answer': 2 }).state).toBe(
        SubscriberState.Retry,
      );
    });

    it('never goes beyond the campaign’s retries', () => {
      expect(after(Disposition.NoAnswer, 6, { 'no-answer': 5 }).state).toBe(SubscriberState.Failed);
      const few = { ...own, maxRetries: 1 };
      const busy = ended(Disposition.Busy, { attempt: 2, tally: { failed: 1 } });
      expect(outcome(busy, rules({ policy: few })).state).toBe(SubscriberState.Failed);
    });

    it('takes congestion that never ends for a failure', () => {
      const congested = (tally: Tally) =>
        outcome(
          ended(Disposition.Congestion, { attempt: 2, setbacks: 10, tally }),
          rules({ policy: own }),
        );
      expect(congested({})).toMatchObject({ state: 'retry', counted: Disposition.Failed });
      expect(congested({ failed: 1 }).state).toBe(SubscriberState.Failed);
    });
  });

  it('takes a machine for reached unless the campaign calls again after one', () => {
    const machine = ended(Disposition.Machine, { answered: true });
    expect(outcome(machine, rules())).toMatchObject({ state: SubscriberState.Completed });
    const again = { ...policy, retryOn: [Disposition.Machine] };
    expect(outcome(machine, rules({ policy: again }))).toMatchObject({
      state: SubscriberState.Retry,
      at: inSeconds(300),
    });
    expect(outcome({ ...machine, attempt: 3 }, rules({ policy: again }))).toMatchObject({
      state: SubscriberState.Failed,
    });
  });

  it('does not count congestion as an attempt of the contact, and waits longer each time', () => {
    expect(outcome(ended(Disposition.Congestion), rules())).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(10),
      attempts: 0,
      setbacks: 1,
      counted: null,
    });
    expect(outcome(ended(Disposition.Congestion, { setbacks: 3 }), rules())).toMatchObject({
      at: inSeconds(80),
      setbacks: 4,
    });
  });

  it('spreads numbers that met the same congestion', () => {
    const congested = ended(Disposition.Congestion);
    expect(outcome(congested, rules({ random: 0 })).at).toEqual(inSeconds(7.5));
    expect(outcome(congested, rules({ random: 1 })).at).toEqual(inSeconds(12.5));
  });

  it('counts congestion that never ends as a failed attempt', () => {
    expect(outcome(ended(Disposition.Congestion, { setbacks: 10 }), rules())).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(300),
      attempts: 1,
      setbacks: 0,
      counted: Disposition.Failed,
    });
  });

  it('lets a number rest after an interrupted call, without using up an attempt', () => {
    const none = { ...policy, maxRetries: 0 };
    expect(outcome(ended(Disposition.Interrupted), rules({ policy: none }))).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(60),
      attempts: 0,
      setbacks: 1,
      counted: null,
    });
  });

  it('does not call again after an interruption where the campaign says so', () => {
    const never = { ...policy, retryOn: [Disposition.Busy] };
    expect(outcome(ended(Disposition.Interrupted), rules({ policy: never }))).toMatchObject({
      state: SubscriberState.Failed,
      attempts: 1,
    });
  });

  it('never calls again whoever picked up, however the call ended', () => {
    expect(outcome(ended(Disposition.Interrupted, { answered: true }), rules())).toMatchObject({
      state: SubscriberState.Completed,
      attempts: 1,
    });
  });

  it('ends for every carrier and policy: no cap is exceeded, neither of the campaign nor of an outcome', () => {
    const rule = fc.record({
      disposition: fc.constantFrom(...Object.values(Disposition)),
      times: fc.option(fc.integer({ min: 1, max: 6 })),
      afterSeconds: fc.option(fc.integer({ min: 30, max: 90_000 })),
    });
    const anyPolicy = fc.record({
      maxRetries: fc.nat(6),
      retryAfterSeconds: fc.constant(30),
      retryOn: fc.subarray(Object.values(Disposition)),
      retryRules: fc.uniqueArray(rule, { selector: ({ disposition }) => disposition }),
    });
    const habits = fc.array(fc.constantFrom(...Object.values(Disposition)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(habits, anyPolicy, (dispositions, policy) => {
        const tally: Tally = {};
        const retries: Tally = {};
        let [attempt, setbacks, dialled, again] = [1, 0, 0, true];
        while (again) {
          const disposition = dispositions[dialled++ % dispositions.length]!;
          const next = outcome(
            ended(disposition, { attempt, setbacks, tally: { ...tally } }),
            rules({ policy }),
          );
          again = next.state === SubscriberState.Retry;
          expect(next.at !== null).toBe(again);
          if (next.at) expect(next.at.getTime()).toBeGreaterThan(NOW.getTime());
          expect(next.attempts).toBeLessThanOrEqual(policy.maxRetries + 1);
          if (next.counted) {
            expect(next.counted).toBe(countedAs(disposition));
            tally[next.counted] = (tally[next.counted] ?? 0) + 1;
            if (again) retries[next.counted] = (retries[next.counted] ?? 0) + 1;
          }
          [attempt, setbacks] = [next.attempts + 1, next.setbacks];
        }
        for (const { disposition, times } of policy.retryRules)
          expect(retries[disposition] ?? 0).toBeLessThanOrEqual(times ?? policy.maxRetries);
        for (const disposition of Object.keys(retries))
          expect(policy.retryOn).toContain(disposition);
        expect(dialled).toBeLessThanOrEqual((policy.maxRetries + 1) * 11);
      }),
    );
  });
});
