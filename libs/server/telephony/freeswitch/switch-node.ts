import { backOffMs } from '@belltower/core';
import { RoundTrips } from '../round-trips';
import { OneSwitch } from '../switch-figures';
import { Timer, Timers } from '../timers';
import { Command, Word } from './command';
import { CORE_UUID, gatewayStatus, STATUS, VERSION } from './commands';
import { Connection, Reply } from './connection';
import { GatewayState, gatewayStateIn } from './gateway-state';
import { SwitchEvent } from './incoming';
import { OpenWire } from './wire';

export interface NodeListener {
  /** Commands are taken again; `restarted` where the switch has started anew since it was last seen. */
  up(restarted: boolean): void;
  /** The connection is lost, or could not be made; it is tried again by itself. */
  down(): void;
  event(event: SwitchEvent): void;
}

export interface NodeOptions {
  /** For people: where it is. */
  place: string;
  open: OpenWire;
  password: string;
  gateway: Word;
  timers: Timers;
  listener: NodeListener;
}

/** A connection that has held for so long was a good one. */
const STEADY_MS = 60_000;
/** Of a switch that does not tell: what FreeSWITCH is installed with. */
const USUAL_MOST_SESSIONS = 1_000;

/** One switch: its connection, made again whenever it is lost, and how much room it has. */
export class SwitchNode {
  readonly place: string;
  private connection: Connection | null = null;
  private state: 'connecting' | 'up' | 'down' | 'closed' = 'connecting';
  private losses = 0;
  private upSinceMs = 0;
  private retry?: Timer;
  private coreUuid: string | null = null;
  private reason = 'it does not answer yet';
  private sessions = { used: 0, most: USUAL_MOST_SESSIONS };
  /** Calls placed since the switch has last told how many it has. */
  private placedSince = 0;
  private gatewayState: GatewayState | null = null;
  private versionText = '';
  private readonly trips: RoundTrips;
  /** Connections that had been up. */
  private broken = 0;
  /** Whether it has ever told how many sessions it has. */
  private tellsSessions = false;

  constructor(private readonly options: NodeOptions) {
    this.place = options.place;
    this.trips = new RoundTrips(options.timers);
  }

  get figures(): OneSwitch {
    const { isUp, broken: lost, sessions, tellsSessions, trips } = this;
    return { isUp, lost, sessions: tellsSessions ? sessions : null, trips };
  }

  get isUp(): boolean {
    return this.state === 'up';
  }

  /** Whether it is not yet known if it can be reached. */
  get isPending(): boolean {
    return this.state === 'connecting';
  }

  /** Why it is not up, for people. */
  get why(): string {
    return this.reason;
  }

  get version(): string {
    return this.versionText;
  }

  /** Null while it has not told. */
  get gateway(): GatewayState | null {
    return this.gatewayState;
  }

  get load(): { used: number; most: number } {
    return this.sessions;
  }

  get freeSessions(): number {
    return this.sessions.most - this.sessions.used - this.placedSince;
  }

  start(): void {
    this.connect();
  }

  send(command: Command, done: (reply: Reply) => void = () => undefined): void {
    if (!this.connection || this.state !== 'up') return done('not-sent');
    this.connection.send(command, done);
  }

  /** Counts a call that is placed here now. */
  countCall(): void {
    this.placedSince += 1;
  }

  /** Asks anew how its gateway and its sessions are. */
  refresh(done: () => void): void {
    this.send(STATUS, (reply) => this.takeStatus(textOf(reply)));
    this.send(gatewayStatus(this.options.gateway), (reply) => {
      if (typeof reply === 'object') this.gatewayState = gatewayStateIn(reply.text);
      done();
    });
  }

  close(): void {
    this.state = 'closed';
    this.reason = 'it is closed';
    this.retry?.cancel();
    this.connection?.close();
    this.connection = null;
  }

  private connect(): void {
    const { open, password, timers } = this.options;
    this.connection = new Connection({
      open,
      password,
      timers,
      trips: this.trips,
      listener: {
        ready: () => this.greet(),
        event: (event) => this.take(event),
        lost: (why) => this.lost(why),
      },
    });
  }

  /** What has to be known before the switch is used. */
  private greet(): void {
    const connection = this.connection;
    connection?.send(VERSION, (reply) => (this.versionText = versionIn(textOf(reply))));
    connection?.send(STATUS, (reply) => this.takeStatus(textOf(reply)));
    connection?.send(gatewayStatus(this.options.gateway), (reply) => {
      if (typeof reply === 'object') this.gatewayState = gatewayStateIn(reply.text);
    });
    connection?.send(CORE_UUID, (reply) => {
      if (typeof reply === 'object') this.comeUp(reply.text);
    });
  }

  private comeUp(coreUuid: string): void {
    const restarted = this.coreUuid !== null && this.coreUuid !== coreUuid;
    this.coreUuid = coreUuid;
    this.state = 'up';
    this.upSinceMs = this.options.timers.now();
    this.options.listener.up(restarted);
  }

  private lost(why: string): void {
    const { timers, listener } = this.options;
    if (this.state === 'up') this.broken += 1;
    if (this.state === 'up' && timers.now() - this.upSinceMs > STEADY_MS) this.losses = 0;
    this.losses += 1;
    this.connection = null;
    this.state = 'down';
    this.reason = why;
    this.retry = timers.after(backOffMs(this.losses), () => this.connect());
    listener.down();
  }

  private take(event: SwitchEvent): void {
    if (event.name === 'HEARTBEAT') return this.takeHeartbeat(event);
    if (event.name === 'CUSTOM') {
      if (event.text('Gateway') === this.options.gateway.text) this.refresh(() => undefined);
      return;
    }
    this.options.listener.event(event);
  }

  private takeHeartbeat(event: SwitchEvent): void {
    this.count(event.count('Session-Count'), event.count('Max-Sessions'));
  }

  private takeStatus(text: string): void {
    const used = /(\d{1,9}) session\(s\) - peak/.exec(text)?.[1];
    const most = /(\d{1,9}) session\(s\) max/.exec(text)?.[1];
    this.count(
      used === undefined ? undefined : Number(used),
      most === undefined ? undefined : Number(most),
    );
  }

  private count(used: number | undefined, most: number | undefined): void {
    if (used === undefined) return;
    this.tellsSessions = true;
    this.sessions = { used, most: most ?? this.sessions.most };
    this.placedSince = 0;
  }
}

function textOf(reply: Reply): string {
  return typeof reply === 'object' ? reply.text : '';
}

function versionIn(text: string): string {
  return /FreeSWITCH Version ([0-9A-Za-z.~+-]{1,60})/.exec(text)?.[1] ?? '';
}
