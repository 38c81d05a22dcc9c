import { MessageState, RetryPolicy, SubscriberState } from '@belltower/dto';
import fc from 'fast-check';
import {
  messageOutcome,
  moveByExpiry,
  moveByReport,
  Standing,
  ToldMessage,
} from './message-outcome';

const { Delivered, Expired, Failed, Rejected, Sent, Undelivered, Unknown } = MessageState;
const NOW = new Date('2026-06-01T10:00:00Z');
const policy: RetryPolicy = {
  maxRetries: 2,
  retryAfterSeconds: 300,
  retryOn: [Undelivered, Failed],
  retryRules: [{ disposition: Failed, times: 1, afterSeconds: 30 }],
};
const outcome = (state: MessageState, awaits = true, attempt = 1, tally = {}) =>
  messageOutcome({ state, awaits, attempt, setbacks: 0, tally, endedAt: NOW }, policy);
const standing = (values: Partial<Standing> = {}): Standing => ({
  ...{ state: SubscriberState.Sent, attempts: 1, outcome: Sent, tally: null },
  ...values,
});
const told = (values: Partial<ToldMessage> = {}): ToldMessage => ({
  ...{ attempt: 1, before: Sent, state: Delivered, awaits: true, policy },
  ...values,
});

describe('what comes after a message', () => {
  it('is waiting for what becomes of it, or nothing where that is never told', () => {
    expect(outcome(Sent)).toMatchObject({ state: 'sent', at: null, attempts: 1, counted: null });
    expect(outcome(Unknown)).toMatchObject({ state: 'sent' });
    expect(outcome(Sent, false)).toMatchObject({ state: 'completed' });
  });

  it('is another one where it was refused, as the campaign says, and failure in the end', () => {
    expect(outcome(Failed)).toMatchObject({
      ...{ state: 'retry', at: new Date('2026-06-01T10:00:30Z'), attempts: 1, counted: Failed },
    });
    expect(outcome(Failed, false, 2, { failed: 1 })).toMatchObject({ state: 'failed' });
    expect(outcome(Rejected)).toMatchObject({ state: 'failed', counted: Rejected });
  });
});

describe('what a report means for a subscriber', () => {
  it('is that they are done once any message has arrived, whatever was planned', () => {
    const { Waiting, Retry, Failed: Given } = SubscriberState;
    for (const state of [Waiting, Retry, SubscriberState.Sent, Given])
      for (const attempts of [1, 2, 3])
        expect(moveByReport(standing({ state, attempts }), told(), NOW)).toEqual({
          ...{ state: 'completed', outcome: Delivered, at: null, counted: null },
        });
  });

  it('is nothing for those who are done, or were taken out', () => {
    const { Completed, Removed, Suppressed } = SubscriberState;
    for (const state of [Completed, Removed, Suppressed])
      for (const after of [Delivered, Undelivered])
        expect(moveByReport(standing({ state }), told({ state: after }), NOW)).toBeNull();
  });

  it('is another message after what the campaign retries, while it makes any', () => {
    expect(moveByReport(standing(), told({ state: Undelivered }), NOW)).toEqual({
      ...{ state: 'retry', outcome: Undelivered, counted: Undelivered },
      at: new Date('2026-06-01T10:05:00Z'),
    });
    expect(moveByReport(standing(), told({ state: Expired }), NOW)).toMatchObject({
      ...{ state: 'failed', outcome: Expired },
    });
    expect(moveByReport(standing(), told({ state: Undelivered, policy: null }), NOW)).toMatchObject(
      { state: 'failed', at: null },
    );
  });

  it('of an earlier message is nothing unless it has arrived', () => {
    const later = standing({ attempts: 2 });
    expect(moveByReport(later, told({ state: Undelivered }), NOW)).toBeNull();
  });

  it('that nothing is new is nothing', () => {
    expect(
      moveByReport(standing(), told({ before: Undelivered, state: Undelivered }), NOW),
    ).toBeNull();
  });

  it('that it was taken after all is that it is waited for, or done where nothing will be told', () => {
    const unknown = standing({ outcome: Unknown });
    const late = told({ before: Unknown, state: Sent });
    expect(moveByReport(unknown, late, NOW)).toMatchObject({ state: 'sent', outcome: Sent });
    expect(moveByReport(unknown, { ...late, awaits: false }, NOW)).toMatchObject({
      state: 'completed',
    });
  });

  it('never leads to more messages than the campaign allows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(Undelivered, Expired, Failed, Rejected), { maxLength: 12 }),
        (ends) => {
          let person = standing();
          let sent = 1;
          for (const state of ends) {
            const moved = moveByReport(person, told({ attempt: person.attempts, state }), NOW);
            if (moved?.state !== SubscriberState.Retry) break;
            const tally: Record<string, number> = { ...person.tally };
            tally[state] = (tally[state] ?? 0) + 1;
            sent++;
            person = standing({ attempts: person.attempts + 1, tally });
          }
          expect(sent).toBeLessThanOrEqual(1 + policy.maxRetries);
        },
      ),
    );
  });
});

describe('when nothing more is told of a message', () => {
  it('it counts as arrived where it was taken, and as lost where nobody knows even that', () => {
    expect(moveByExpiry(standing(), { attempt: 1, state: Sent })).toMatchObject({
      ...{ state: 'completed', outcome: Sent },
    });
    expect(moveByExpiry(standing(), { attempt: 1, state: Unknown })).toMatchObject({
      ...{ state: 'failed', outcome: Unknown },
    });
    expect(moveByExpiry(standing({ attempts: 2 }), { attempt: 1, state: Sent })).toBeNull();
    const done = standing({ state: SubscriberState.Completed });
    expect(moveByExpiry(done, { attempt: 1, state: Sent })).toBeNull();
  });
});
