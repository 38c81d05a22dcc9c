import { Disposition, SubscriberState } from '@belltower/dto';
import fc from 'fast-check';
import { AttemptEnd, outcome, OutcomeRules, RetryPolicy } from './outcome';

const NOW = new Date('2026-06-01T10:00:00Z');

const policy: RetryPolicy = {
  maxRetries: 2,
  retryAfterSeconds: 300,
  retryOn: [Disposition.Busy, Disposition.NoAnswer, Disposition.Failed, Disposition.Interrupted],
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
    });
  });

  it('is a further attempt after the interval of the campaign', () => {
    expect(outcome(ended(Disposition.Busy, { attempt: 2, setbacks: 3 }), rules())).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(300),
      attempts: 2,
      setbacks: 0,
    });
  });

  it('is failure when the attempts are used up, or the campaign does not retry after that', () => {
    const failed = { state: SubscriberState.Failed, at: null };
    expect(outcome(ended(Disposition.Busy, { attempt: 3 }), rules())).toMatchObject(failed);
    expect(outcome(ended(Disposition.Rejected), rules())).toMatchObject(failed);
    expect(outcome(ended(Disposition.InvalidNumber), rules())).toMatchObject(failed);
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
    });
  });

  it('lets a number rest after an interrupted call, without using up an attempt', () => {
    const none = { ...policy, maxRetries: 0 };
    expect(outcome(ended(Disposition.Interrupted), rules({ policy: none }))).toEqual({
      state: SubscriberState.Retry,
      at: inSeconds(60),
      attempts: 0,
      setbacks: 1,
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

  it('ends for every carrier: a number is dialled a bounded number of times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.values(Disposition)), { minLength: 1, maxLength: 12 }),
        fc.nat(5),
        fc.subarray(Object.values(Disposition)),
        (habits, maxRetries, retryOn) => {
          let [attempt, setbacks, dialled, again] = [1, 0, 0, true];
          while (again) {
            const disposition = habits[dialled++ % habits.length]!;
            const next = outcome(
              ended(disposition, { attempt, setbacks }),
              rules({ policy: { maxRetries, retryAfterSeconds: 30, retryOn } }),
            );
            expect(next.at !== null).toBe(next.state === SubscriberState.Retry);
            if (next.at) expect(next.at.getTime()).toBeGreaterThan(NOW.getTime());
            expect(next.attempts).toBeLessThanOrEqual(maxRetries + 1);
            [attempt, setbacks] = [next.attempts + 1, next.setbacks];
            again = next.state === SubscriberState.Retry;
          }
          expect(dialled).toBeLessThanOrEqual((maxRetries + 1) * 11);
        },
      ),
    );
  });
});
