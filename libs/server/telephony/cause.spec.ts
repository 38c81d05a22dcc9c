import { Disposition } from '@belltower/dto';
import { verdictOf, verdictOfRingTimeout } from './cause';

const { Busy, NoAnswer, Rejected, InvalidNumber, Blocked, Congestion, Failed, Cancelled } =
  Disposition;

describe('the cause of an unanswered call', () => {
  it.each([
    [486, Busy],
    [600, Busy],
    [480, NoAnswer],
    [408, NoAnswer],
    [404, InvalidNumber],
    [410, InvalidNumber],
    [484, InvalidNumber],
    [604, InvalidNumber],
    [403, Rejected],
    [603, Rejected],
    [607, Blocked],
    [608, Blocked],
    [487, Cancelled],
    [429, Congestion],
    [500, Congestion],
    [503, Congestion],
    [599, Congestion],
    [400, Failed],
    [302, Failed],
    [799, Failed],
  ])('is told by SIP status %i: %s', (sipStatus, disposition) => {
    expect(verdictOf({ sipStatus })).toEqual({ disposition });
  });

  it.each([
    [1, InvalidNumber],
    [22, InvalidNumber],
    [28, InvalidNumber],
    [17, Busy],
    [18, NoAnswer],
    [19, NoAnswer],
    [21, Rejected],
    [34, Congestion],
    [38, Congestion],
    [41, Congestion],
    [42, Congestion],
    [44, Congestion],
    [0, Failed],
  ])('is told by Q.850 cause %i where there is no SIP status: %s', (q850, disposition) => {
    expect(verdictOf({ q850 })).toEqual({ disposition });
  });

  it.each([488, 415, 606])('says that no codec fits on %i', (sipStatus) => {
    expect(verdictOf({ sipStatus })).toEqual({ disposition: Failed, detail: 'incompatible' });
  });

  it.each([401, 407])(
    'does not blame the contact when the trunk refuses our password with %i',
    (sipStatus) => {
      expect(verdictOf({ sipStatus })).toEqual({ disposition: Congestion, detail: 'auth-failed' });
    },
  );

  it('trusts the SIP status more than the cause, and the cause more than words', () => {
    expect(verdictOf({ sipStatus: 480, q850: 17, words: 'CALL_REJECTED' }).disposition).toBe(
      NoAnswer,
    );
    expect(verdictOf({ q850: 17, words: 'CALL_REJECTED' }).disposition).toBe(Busy);
    expect(verdictOf({ words: 'call_rejected' }).disposition).toBe(Rejected);
  });

  it('asks the cause where the SIP status is one nobody knows', () => {
    expect(verdictOf({ sipStatus: 499, q850: 17 }).disposition).toBe(Busy);
  });

  it('tells a network that blocks from a person who declines', () => {
    const reason = 'SIP;cause=603;text="Network Blocked"';
    expect(verdictOf({ sipStatus: 603, reason })).toEqual({
      disposition: Blocked,
      detail: 'network-blocked',
    });
    expect(verdictOf({ sipStatus: 603, reason: 'Decline' }).disposition).toBe(Rejected);
  });

  it('tells a trunk that is silent from a phone that rings', () => {
    expect(verdictOfRingTimeout(true)).toEqual({ disposition: NoAnswer });
    expect(verdictOfRingTimeout(false)).toEqual({ disposition: Congestion, detail: 'unreachable' });
  });

  it('fails where nothing is known', () => {
    expect(verdictOf({})).toEqual({ disposition: Failed });
  });
});
