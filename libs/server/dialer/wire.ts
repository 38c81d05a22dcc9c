import { CallName, nameOf } from './call-name';
import { LedgerCall, PacedCall, Pacer } from './pacer';

/** `at` is when this leader has planned it, unless an earlier one did. */
interface Wired extends LedgerCall {
  at?: number;
}

/** What is on the wire as far as the leader knows, which it tells the pacer call by call. */
export class Wire {
  private calls = new Map<string, Wired>();
  /** Calls whose callees want to be connected with somebody. */
  private readonly wanting = new Map<string, CallName>();
  /** Calls that ended while the ledger was being read: the reading still lists them. */
  private goneWhileReading: Set<string> | null = null;

  constructor(private readonly pacer: Pacer) {}

  /** A call was claimed that the pacer counts at this instant. */
  planned(call: CallName, paced: PacedCall, at: number): void {
    this.calls.set(nameOf(call), { ...paced, connected: false, at });
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
    if (!wired) return;
    if (wired.connected) this.pacer.disconnected(wired);
    this.pacer.ended(wired);
  }

  /** A call wants a second channel, if not right away then as soon as one is free. */
  wantsChannel(call: CallName): void {
    this.wanting.set(nameOf(call), call);
  }

  /** Gives second channels, as far as there are free ones, in the order in which they were asked for. */
  giveChannels(): CallName[] {
    const given: CallName[] = [];
    for (const [name, call] of this.wanting) {
      const wired = this.calls.get(name);
      const has = wired?.connected ?? false;
      if (wired && !has && !this.pacer.mayConnect(wired)) continue;
      this.wanting.delete(name);
      // It is over, or was claimed by another leader a moment ago: it asks again.
      if (!wired) continue;
      if (!has) this.pacer.connected(wired);
      wired.connected = true;
      given.push(call);
    }
    return given;
  }

  /** A call was not placed, and is in the queue again. */
  givenBack(call: CallName): void {
    const wired = this.remove(call);
    if (!wired) return;
    if (wired.at === undefined) this.pacer.ended(wired);
    else this.pacer.withdrawn(wired, wired.at);
  }

  /** Counts again what is on the wire. No claim may run meanwhile. */
  async recount(read: () => Promise<Map<string, LedgerCall>>): Promise<void> {
    this.goneWhileReading = new Set();
    try {
      const counted = await read();
      for (const name of this.goneWhileReading) counted.delete(name);
      this.calls = new Map(
        [...counted].map(([name, call]) => [
          name,
          Object.assign(this.calls.get(name) ?? call, { connected: call.connected }),
        ]),
      );
      this.pacer.setInUse(this.calls.values());
    } finally {
      this.goneWhileReading = null;
    }
  }

  /** Calls of everybody, by account; messages that are being handed over are none. */
  byAccount(): Map<number, number> {
    const calls = new Map<number, number>();
    for (const { accountId } of this.calls.values())
      if (typeof accountId === 'number') calls.set(accountId, (calls.get(accountId) ?? 0) + 1);
    return calls;
  }

  private remove(call: CallName): Wired | undefined {
    const name = nameOf(call);
    this.goneWhileReading?.add(name);
    const wired = this.calls.get(name);
    this.calls.delete(name);
    this.wanting.delete(name);
    return wired;
  }
}
