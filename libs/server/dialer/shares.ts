/** Somebody who wants a share of gateways. */
export interface Sharer {
  key: string;
  /** Of those with the same one each has a share of that. */
  accountId: number | string;
  gatewayIds: readonly number[];
}

/** So many calls may somebody who took less than their share be owed: whoever speeds up does not take all. */
const MOST_OWED = 50;

/** Calls given, counted from the least of those that share. */
interface Tally {
  given: number;
}

/** Tallies of one sharer: over everything, and at each gateway for its account and for itself. */
interface Tallies {
  overall: Tally;
  account: Map<number, Tally>;
  own: Map<number, Tally>;
}

/**
 * Whose turn it is at a shared gateway: the account that has had least of it, and of its campaigns the one that has had
 * least. Who joins or comes back starts level with whoever has had least: absence neither earns nor costs.
 */
export class Shares {
  private tallies = new Map<string, Tally>();
  private bySharer = new Map<string, Tallies>();

  /** Names those who share from now on, and forgets the others. */
  among(sharers: readonly Sharer[]): void {
    const before = this.tallies;
    this.tallies = new Map();
    const floors = new Map<string, number>();
    const ceilings = new Map<string, number>();
    const groups: [name: string, group: string][] = sharers.flatMap(
      ({ key, accountId, gatewayIds }) => [
        [`overall ${key}`, 'overall'],
        ...gatewayIds.flatMap((id): [string, string][] => [
          [`account ${id} ${accountId}`, `accounts ${id}`],
          [`own ${id} ${key}`, `own ${id} ${accountId}`],
        ]),
      ],
    );
    for (const [name, group] of groups) {
      const given = before.get(name)?.given;
      if (given === undefined) continue;
      floors.set(group, Math.min(floors.get(group) ?? Infinity, given));
      ceilings.set(group, Math.max(ceilings.get(group) ?? 0, given));
    }
    for (const [name, group] of groups) {
      // Counted from the least, so that the numbers stay small.
      const floor = Math.max(floors.get(group) ?? 0, (ceilings.get(group) ?? 0) - MOST_OWED);
      if (!this.tallies.has(name))
        this.tallies.set(name, { given: Math.max(0, (before.get(name)?.given ?? floor) - floor) });
    }
    this.bySharer = new Map(sharers.map((sharer) => [sharer.key, this.talliesOf(sharer)]));
  }

  /** Whether `a` comes before `b`, given the gateway that each would use. */
  before(a: Sharer, gatewayOfA: number, b: Sharer, gatewayOfB: number): boolean {
    const mine = this.bySharer.get(a.key)!;
    const other = this.bySharer.get(b.key)!;
    if (gatewayOfA !== gatewayOfB) return mine.overall.given < other.overall.given;
    const byAccount = mine.account.get(gatewayOfA)!.given - other.account.get(gatewayOfA)!.given;
    return (byAccount || mine.own.get(gatewayOfA)!.given - other.own.get(gatewayOfA)!.given) < 0;
  }

  give({ key }: Sharer, gatewayId: number, calls: number): void {
    const { overall, account, own } = this.bySharer.get(key)!;
    for (const tally of [overall, account.get(gatewayId)!, own.get(gatewayId)!])
      tally.given += calls;
  }

  private talliesOf({ key, accountId, gatewayIds }: Sharer): Tallies {
    const tally = (name: string) => this.tallies.get(name)!;
    return {
      overall: tally(`overall ${key}`),
      account: new Map(gatewayIds.map((id) => [id, tally(`account ${id} ${accountId}`)])),
      own: new Map(gatewayIds.map((id) => [id, tally(`own ${id} ${key}`)])),
    };
  }
}
