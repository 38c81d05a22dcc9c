import fc from 'fast-check';
import {
  isFinalState,
  MESSAGE_STATE_ORDER,
  MessageState,
  PartReports,
  stateAfter,
  stateOfParts,
} from './message-state';

const { Queued, Sent, Delivered, Undelivered, Expired, Rejected, Unknown } = MessageState;
const anyState = fc.constantFrom(...Object.values(MessageState));
const afterAll = (states: readonly MessageState[]) => states.reduce(stateAfter, Queued);

describe('the state of a message', () => {
  it('has each state once in its order', () => {
    expect([...MESSAGE_STATE_ORDER].sort()).toEqual(Object.values(MessageState).sort());
  });

  it.each([
    [Queued, Sent, Sent],
    [Sent, Delivered, Delivered],
    [Delivered, Sent, Delivered],
    [Delivered, Undelivered, Delivered],
    [Undelivered, Delivered, Delivered],
    [Undelivered, Unknown, Undelivered],
    [Queued, Unknown, Unknown],
    [Unknown, Sent, Sent],
    [Unknown, Delivered, Delivered],
    [Rejected, Queued, Rejected],
    [Sent, Unknown, Sent],
  ])('that was %s and is reported %s is %s', (known, reported, after) => {
    expect(stateAfter(known, reported)).toBe(after);
  });

  it('is the same in whatever order, and how often, its reports come', () => {
    const shuffled = fc
      .array(anyState, { maxLength: 8 })
      .chain((states) =>
        fc.tuple(
          fc.constant(states),
          fc.shuffledSubarray([...states, ...states], { minLength: 2 * states.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([states, again]) => expect(afterAll(again)).toBe(afterAll(states))),
    );
  });

  it('is never taken back once it is final, and stays final', () => {
    fc.assert(
      fc.property(anyState, anyState, (known, reported) => {
        if (isFinalState(known)) expect(isFinalState(stateAfter(known, reported))).toBe(true);
      }),
    );
    const final = Object.values(MessageState).filter(isFinalState);
    expect(final).toEqual([Delivered, Undelivered, MessageState.Failed, Expired, Rejected]);
  });

  it('of several parts is that of the last, or of the one that is reported on', () => {
    expect(stateOfParts([Delivered, Sent], PartReports.Every)).toBe(Sent);
    expect(stateOfParts([Delivered, Expired], PartReports.Every)).toBe(Expired);
    expect(stateOfParts([Delivered, Delivered], PartReports.Every)).toBe(Delivered);
    expect(stateOfParts([Sent, Delivered], PartReports.One)).toBe(Delivered);
    expect(stateOfParts([], PartReports.Every)).toBe(Queued);
  });

  it('of several parts only goes forward as those of its parts do', () => {
    const parts = fc.array(anyState, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        parts,
        fc.nat(),
        anyState,
        fc.constantFrom(...Object.values(PartReports)),
        (states, which, reported, reports) => {
          const at = which % states.length;
          const after = states.with(at, stateAfter(states[at]!, reported));
          const [before, now] = [states, after].map((all) => stateOfParts(all, reports));
          expect(stateAfter(before!, now!)).toBe(now);
        },
      ),
    );
  });
});
