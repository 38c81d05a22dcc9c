import type { ClaimedCall } from './claim';
import { PacedCall, Pacer } from './pacer';

export type CallName = Pick<ClaimedCall, 'accountId' | 'id'>;

/** A call of the ledger; `at` is when this leader has planned it, unless an earlier one did. */
interface Wired extends PacedCall {
  at?: number;
}

/** What is on the wire as far as the leader knows, which it tells the pacer call by call. */
export class Wire {
  private calls = new Map<string, Wired>();
  /** Calls that ended while the ledger was being read: the reading still lists them. */
  private goneWhileReading: Set<string> | null = null;

  constructor(private readonly pacer: Pacer) {}

  /** A call was claimed that the pacer counts at this instant. */
  planned(call: CallName, paced: PacedCall, at: number): void {
    this.calls.set(nameOf(call), { ...paced, at });
  }

  plannedAt(call: CallName): number | undefined {
    return this.calls.get(nameOf(call))?.at;
  }

  /** Calls have left at another instant than they were planned for. */
  left(calls: readonly CallName[], at: number): void {
    for (const call of calls) {
      const wired = this.calls.get(nameOf(call));
      if (wired?.at === undefined) continue;
      this.pacer.moved(wired, wired.at, at);
      wired.at = at;
    }
  }

  /** A call is over. */
  ended(call: CallName): void {
    const wired = this.remove(call);
    if (wired) this.pacer.ended(wired);
  }

  /** A call was not placed, and is in the queue again. */
  givenBack(call: CallName): void {
    const wired = this.remove(call);
    if (!wired) return;
    if (wired.at === undefined) this.pacer.ended(wired);
    else this.pacer.withdrawn(wired, wired.at);
  }

  /** Counts again what is on the wire. No claim may run meanwhile. */
  async recount(read: () => Promise<Map<string, PacedCall>>): Promise<void> {
    this.goneWhileReading = new Set();
    try {
      const counted = await read();
      for (const name of this.goneWhileReading) counted.delete(name);
      this.calls = new Map(
        [...counted].map(([name, call]) => [name, this.calls.get(name) ?? call]),
      );
      this.pacer.setInUse(this.calls.values());
    } finally {
      this.goneWhileReading = null;
    }
  }

  /** Calls of everybody, by account. */
  byAccount(): Map<number, number> {
    const calls = new Map<number, number>();
    for (const { accountId } of this.calls.values())
      calls.set(accountId, (calls.get(accountId) ?? 0) + 1);
    return calls;
  }

  private remove(call: CallName): Wired | undefined {
    const name = nameOf(call);
    this.goneWhileReading?.add(name);
    const wired = this.calls.get(name);
    this.calls.delete(name);
    return wired;
  }
}

const nameOf = ({ accountId, id }: CallName) => `${accountId}/${id}`;
