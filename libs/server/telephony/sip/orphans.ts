import { CallFacts, dialogOf, inviteOf } from './call-facts';
import { exchange } from './exchange';
import { reach, Trunk } from './invitation';

/** Between two of them: whoever lost a process has enough to do. */
const APART_MS = 4;
/** Whoever says nothing for so long may have answered to where the lost process was; the requests are still repeated. */
const PATIENCE_MS = 5_000;

/** Ends calls that a lost process has left behind: those that were answered with BYE, the others with CANCEL. */
export class Orphans {
  private readonly ending = new Set<string>();

  /** @param done told of each call that has ended, or whose other side says nothing any more, by its Call-ID */
  constructor(
    private readonly trunk: Trunk,
    private readonly done: (callId: string) => void,
  ) {}

  /** Whether this attempt is being ended. */
  has(id: string): boolean {
    return this.ending.has(id);
  }

  end(calls: readonly CallFacts[]): void {
    const { timers } = this.trunk.endpoint;
    calls.forEach((facts, index) => {
      this.ending.add(facts.id);
      timers.after(index * APART_MS, () => this.send(facts));
    });
  }

  private send(facts: CallFacts): void {
    const { endpoint, identity } = this.trunk;
    const { target } = facts;
    // The settings of the gateway are others now: there is no way to where the call is.
    if (target.kind !== endpoint.transport.kind) return this.ended(facts);
    let over = false;
    const done = () => {
      if (over) return;
      over = true;
      patience.cancel();
      this.ended(facts);
    };
    const patience = endpoint.timers.after(PATIENCE_MS, done);
    const dialog = dialogOf(facts);
    if (!dialog) return endpoint.cancel(inviteOf(facts), target, done);
    reach(this.trunk, dialog, target, (targets) =>
      exchange(dialog.request('BYE'), {
        endpoint,
        targets,
        credentials: identity.credentials,
        done,
      }),
    );
  }

  private ended({ id, callId }: CallFacts): void {
    this.ending.delete(id);
    this.done(callId);
  }
}
