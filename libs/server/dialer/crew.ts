interface Member {
  /** Of what it would get if it could do all that is asked of it: from the least share to 1. */
  share: number;
  /** When its share was last changed, in milliseconds of a monotonic clock. */
  changedAt: number;
  /** How much of the next call is its own. */
  credit: number;
}

/** A process gets so much even when nothing was placed in time, so that it is seen when it can do more. */
const LEAST_SHARE = 1 / 32;

/** Calls that are late together say the same thing; and what is on the way already was handed over before. */
const PATIENCE_MS = 500;

/** From nothing to everything in twenty seconds. */
const GROWTH_PER_MS = 1 / 20_000;

/**
 * The processes that place calls, and whose turn it is. One that has to give calls back, because they came too late to be
 * placed, has more to do than it can at present: it gets half as many, and then more again bit by bit; and where all have,
 * fewer calls are claimed at once. Else a machine with nothing left would spend what it has on calls that are claimed, given
 * back and claimed again.
 */
export class Crew {
  private members = new Map<string, Member>();

  /** @param hands by the ids of their processes */
  set(hands: readonly string[]): void {
    const before = this.members;
    this.members = new Map(
      hands.map((id) => [id, before.get(id) ?? { share: 1, changedAt: -Infinity, credit: 0 }]),
    );
  }

  /** How much of all that could be asked of them they keep up with at present, up to 1. */
  capacity(now: number): number {
    let sum = 0;
    for (const member of this.members.values()) sum += this.shareOf(member, now);
    return sum / this.members.size;
  }

  get size(): number {
    return this.members.size;
  }

  /** Calls of this process came too late to be placed. */
  gaveBack(id: string, now: number): void {
    const member = this.members.get(id);
    if (!member || now - member.changedAt < PATIENCE_MS) return;
    member.share = Math.max(LEAST_SHARE, this.shareOf(member, now) / 2);
    member.changedAt = now;
  }

  /** Who places the next calls, one after the other: each as often as its share says, and evenly. */
  turns(count: number, now: number): string[] {
    const members = [...this.members].map(([id, member]) => {
      return { id, member, share: this.shareOf(member, now) };
    });
    if (members.length === 1) return [members[0]!.id];
    const sum = members.reduce((total, { share }) => total + share, 0);
    return Array.from({ length: count }, () => {
      for (const { member, share } of members) member.credit += share / sum;
      const next = members.reduce((a, b) => (b.member.credit > a.member.credit ? b : a));
      next.member.credit -= 1;
      return next.id;
    });
  }

  private shareOf({ share, changedAt }: Member, now: number): number {
    return share === 1 ? 1 : Math.min(1, share + (now - changedAt) * GROWTH_PER_MS);
  }
}
