import { SipSettings } from '@belltower/dto';
import { Timers } from '../timers';
import { Connection, Opening, Places } from './connection';
import { EndpointListener } from './endpoint';
import { Identity } from './identity';
import { Journal } from './journal';
import { Orphans } from './orphans';

export interface AccessParts {
  settings: SipSettings;
  timers: Timers;
  places: Places;
  /** Absent where nobody could end the calls of a process that was killed. */
  journal?: Journal;
  /** Opens the way to the trunk; rejects with a sentence for people. */
  open(identity: Identity): Opening | Promise<Opening>;
}

type State =
  | { name: 'closed' }
  | { name: 'opening' }
  | { name: 'open'; connection: Connection }
  | { name: 'failed'; why: string; atMs: number };

/** A trunk that could not be reached is tried again by the next call after so long. */
const REOPEN_MS = 5_000;

/** The way to the trunk: opened at once, and again for whoever needs it where that had failed. */
export class TrunkAccess {
  readonly identity: Identity;
  private state: State = { name: 'closed' };
  private waiting: (() => void)[] = [];
  private orphans?: Orphans;
  private shut = false;

  constructor(
    private readonly parts: AccessParts,
    private readonly listener: EndpointListener,
  ) {
    this.identity = new Identity(parts.settings);
    this.whenKnown(() => undefined);
  }

  /** Undefined while it is not open. */
  get connection(): Connection | undefined {
    return this.state.name === 'open' ? this.state.connection : undefined;
  }

  /** Why it is not open, for people. */
  get problem(): string {
    return this.state.name === 'failed' ? this.state.why : 'The gateway is closed.';
  }

  /** What stands in the way of any call at present: the trunk's fault, never the contact's. */
  get unreadiness(): string | undefined {
    const { connection } = this;
    if (!connection) return 'unreachable';
    if (connection.backingOff) return 'asked-to-wait';
    if (connection.registration?.state.registered === false) return 'not-registered';
    return undefined;
  }

  /** Runs at once where the connection is open or cannot be, else when that is known. */
  whenKnown(run: () => void): void {
    const { state } = this;
    const stale = state.name === 'failed' && this.parts.timers.now() - state.atMs > REOPEN_MS;
    if (this.shut || state.name === 'open' || (state.name === 'failed' && !stale)) return run();
    this.waiting.push(run);
    if (state.name !== 'opening') this.open();
  }

  /** Which of these calls may still live although no process holds them: left behind by one, or held by another. */
  async elsewhere(): Promise<(callId: string) => boolean> {
    const others = await this.parts.journal?.ofOthers();
    return (callId) => this.orphans?.has(callId) === true || others?.has(callId) === true;
  }

  /** From here on nothing is opened. */
  stop(): void {
    this.shut = true;
  }

  async close(): Promise<void> {
    this.stop();
    await this.connection?.close();
    await this.parts.journal?.close();
    this.state = { name: 'closed' };
    this.proceed();
  }

  private open(): void {
    this.state = { name: 'opening' };
    const opening = this.parts.open(this.identity);
    if (!(opening instanceof Promise)) return this.opened(opening);
    opening.then(
      (parts) => this.opened(parts),
      (error: Error) => {
        this.state = { name: 'failed', why: error.message, atMs: this.parts.timers.now() };
        this.proceed();
      },
    );
  }

  private opened(opening: Opening): void {
    const { settings, timers, places, journal } = this.parts;
    if (this.shut) {
      void opening.transport.close();
      return this.proceed();
    }
    const { identity, listener } = this;
    const connection = new Connection({
      ...{ settings, identity, timers, places, opening, listener },
      ...(journal ? { journal } : {}),
    });
    connection.start(() => {
      this.state = { name: 'open', connection };
      this.endOrphans(connection);
      this.proceed();
    });
  }

  /** As long as this process lives it ends what others leave behind. */
  private endOrphans(connection: Connection): void {
    const { journal } = this.parts;
    if (!journal || this.orphans) return;
    const orphans = new Orphans(connection, (callId) => journal.ended(callId));
    this.orphans = orphans;
    journal.start((calls) => orphans.end(calls));
  }

  private proceed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const run of waiting) run();
  }
}
