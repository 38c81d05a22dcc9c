import { Reachability } from './reachability';
import { VirtualTime } from '../testing/virtual-time';
import { Target } from './transport';

const [A, B, C] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((host): Target => ({
  kind: 'udp',
  host,
  port: 5_060,
})) as [Target, Target, Target];
const ALL = [A, B, C];

describe('the servers of a trunk', () => {
  it('are tried as they stand, those that were silent last, until they answer or a minute is over', () => {
    const time = new VirtualTime();
    const reachability = new Reachability(time);
    expect(reachability.order(ALL)).toEqual([A, B, C]);
    reachability.silent(A);
    reachability.silent(B);
    expect(reachability.order(ALL)).toEqual([C, A, B]);
    reachability.answered(B);
    expect(reachability.order(ALL)).toEqual([B, C, A]);
    time.pass(61);
    expect(reachability.order(ALL)).toEqual([A, B, C]);
  });

  it('are left alone for as long as they ask, and no call is tried where all of them do', () => {
    const time = new VirtualTime();
    const reachability = new Reachability(time);
    reachability.wait(A, 30);
    expect(reachability.order(ALL)).toEqual([B, C]);
    expect(reachability.allWait(ALL)).toBe(false);
    reachability.wait(B, 60);
    reachability.wait(C, 60);
    expect([reachability.allWait(ALL), reachability.order(ALL)]).toEqual([true, ALL]);
    time.pass(31);
    expect([reachability.allWait(ALL), reachability.order(ALL)]).toEqual([false, [A]]);
    expect(reachability.allWait([])).toBe(false);
  });
});
