import { Claim, ClaimedCall, QUEUE_HEAD } from './claim';
import { QueueState } from './queue-state';

const mark = { at: '2026-01-01 10:00:00.123456+00', subscriberId: 5 };
const claim = (values: Partial<Claim>) =>
  ({ picked: 0, dropped: 0, postponed: 0, asked: [], mark, calls: [], ...values }) as Claim;

describe('what the leader remembers of a queue', () => {
  it('goes on behind the last row, and from the head again after ten seconds', () => {
    const queue = new QueueState();
    queue.reach(10, 20_000);
    queue.claimed(claim({ picked: 10 }), 10, 20_000);
    expect(queue.reach(10, 21_000).mark).toEqual(mark);
    expect(queue.reach(10, 30_001).mark).toBe(QUEUE_HEAD);
  });

  it('looks from the head once more before it takes the queue for dry', () => {
    const queue = new QueueState();
    queue.reach(10, 20_000);
    queue.claimed(claim({ picked: 10 }), 10, 20_000);
    queue.claimed(claim({ picked: 3 }), 10, 20_010);
    expect(queue.isDry(20_010)).toBe(false);
    queue.claimed(claim({ picked: 0 }), 10, 20_020);
    expect(queue.isDry(20_020)).toBe(true);
    queue.reset();
    expect(queue.isDry(20_030)).toBe(false);
  });

  it('looks further while many rows turn out not to be called', () => {
    const queue = new QueueState();
    queue.claimed(claim({ picked: 10, dropped: 8 }), 10, 0);
    expect(queue.reach(10, 1).most).toBeGreaterThan(50);
    queue.claimed(claim({ picked: 110 }), 110, 2);
    expect(queue.reach(10, 3).most).toBeLessThan(20);
    queue.claimed(claim({ picked: 10, postponed: 9 }), 10, 4);
    expect(queue.reach(10, 5).most).toBeGreaterThan(50);
  });

  it('looks a little further always, and is not dry while rows are left that it had no place for', () => {
    const queue = new QueueState();
    const { most } = queue.reach(1, 0);
    expect(most).toBeGreaterThan(1);
    queue.claimed(claim({ picked: 3, dropped: 1, calls: [{} as ClaimedCall] }), most, 0);
    expect(queue.isDry(1)).toBe(false);
    queue.claimed(claim({ picked: 2, dropped: 1, calls: [{} as ClaimedCall] }), most, 0);
    expect(queue.isDry(1)).toBe(true);
  });

  it('goes on at once where it was asked about a place', () => {
    const queue = new QueueState();
    queue.claimed(claim({ picked: 3, asked: ['+346||'] }), 10, 0);
    expect(queue.isDry(1)).toBe(false);
    expect(queue.reach(10, 1).mark).toEqual(mark);
  });

  it('wakes when the first row is due, and knows an empty queue', () => {
    const queue = new QueueState();
    queue.surveyed(5_000, 1_000);
    expect([queue.isDry(5_999), queue.isDry(6_000), queue.empty]).toEqual([true, false, false]);
    queue.surveyed(null, 6_000);
    expect(queue.empty).toBe(true);
  });

  it('stays dry until a survey has looked at it, which takes place every second', () => {
    const queue = new QueueState();
    queue.claimed(claim({ picked: 0 }), 10, 0);
    expect(queue.isDry(2_000)).toBe(true);
    queue.surveyed(null, 2_000);
    expect(queue.isDry(4_000)).toBe(true);
  });

  it('waits a moment where the next row is due at once, so that several are claimed together', () => {
    const queue = new QueueState();
    queue.claimed(claim({ picked: 0 }), 10, 0);
    expect(queue.ranDry).toBe(true);
    queue.surveyed(1, 5);
    expect(queue.ranDry).toBe(false);
    expect([queue.isDry(44), queue.isDry(45)]).toEqual([true, false]);
  });

  it('leaves a campaign that cannot be claimed alone, longer each time', () => {
    const queue = new QueueState();
    queue.failed(0);
    expect([queue.isDry(999), queue.isDry(1_000)]).toEqual([true, false]);
    queue.failed(1_000);
    expect([queue.isDry(2_999), queue.isDry(3_000)]).toEqual([true, false]);
  });
});
