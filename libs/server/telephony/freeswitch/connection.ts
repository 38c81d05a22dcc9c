import { RoundTrips } from '../round-trips';
import { Timer, Timers } from '../timers';
import { Command, piece, Word } from './command';
import { Framing } from './framing';
import { Incoming, incomingOf, SwitchEvent } from './incoming';
import { OpenWire, Wire } from './wire';

/**
 * What became of a command: the switch's words, `not-sent` where it never left, `lost` where it left and nobody knows
 * what became of it. No command is ever sent twice.
 */
export type Reply = { text: string } | 'not-sent' | 'lost';

export interface ConnectionListener {
  /** Commands are taken and events come. */
  ready(): void;
  event(event: SwitchEvent): void;
  /** Told once, and nothing after it. */
  lost(why: string): void;
}

export interface ConnectionOptions {
  open: OpenWire;
  password: string;
  timers: Timers;
  /** Told of every command, pings too. */
  trips: RoundTrips;
  listener: ConnectionListener;
}

/** What a call is followed by. */
const OF_CALLS = piece`CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_PARK`;
const IN_CALLS = piece`CHANNEL_BRIDGE CHANNEL_EXECUTE_COMPLETE PLAYBACK_START PLAYBACK_STOP RECORD_STOP DTMF`;
const OF_ENDS = piece`CHANNEL_HANGUP_COMPLETE BACKGROUND_JOB`;
// CUSTOM last: what follows it are names of its own.
const OF_THE_SWITCH = piece`HEARTBEAT CUSTOM sofia::gateway_state`;
const SUBSCRIBE = new Command(
  piece`event json ${OF_CALLS} ${IN_CALLS} ${OF_ENDS} ${OF_THE_SWITCH}`,
);
const LOGIN_MS = 10_000;
/** A connection that is only thought to be there is noticed within two of these. */
const PING_MS = 10_000;
const PING = new Command(piece`api uptime`);

type Asked = (reply: Reply) => void;

/** One connection to an event socket, from its opening to its loss. */
export class Connection {
  private readonly framing = new Framing();
  private readonly wire: Wire;
  /** Of commands without a reply, oldest first: replies come in the order of the commands. */
  private readonly asked: Asked[] = [];
  private state: 'greeting' | 'login' | 'ready' | 'over' = 'greeting';
  private timer?: Timer;

  constructor(private readonly options: ConnectionOptions) {
    this.timer = options.timers.after(LOGIN_MS, () => this.lose('it does not answer'));
    this.wire = options.open({
      received: (bytes) => this.received(bytes),
      closed: (why) => this.lose(why),
    });
  }

  send(command: Command, done: Asked): void {
    if (this.state !== 'ready') return done('not-sent');
    this.ask(command, done);
  }

  close(): void {
    this.end();
    this.wire.close();
  }

  private ask(command: Command, done: Asked): void {
    const over = this.options.trips.begin();
    this.asked.push((reply) => {
      over(typeof reply === 'object');
      done(reply);
    });
    this.wire.send(String(command));
  }

  private received(bytes: Buffer): void {
    if (this.state === 'over') return;
    for (const frame of this.framing.push(bytes)) this.take(incomingOf(frame));
    if (this.framing.broken) this.lose(`it speaks no event socket: ${this.framing.broken}`);
  }

  private take(incoming: Incoming): void {
    if (this.isOver()) return;
    if (incoming.kind === 'event') return this.options.listener.event(incoming.event);
    if (incoming.kind === 'reply') return this.asked.shift()?.(incoming);
    if (incoming.kind === 'auth-request' && this.state === 'greeting') return this.logIn();
    if (incoming.kind === 'goodbye') return this.lose('the switch has ended the connection');
    if (incoming.kind === 'rejected')
      this.lose('it refuses this machine: its address is not in the list of the event socket');
  }

  private logIn(): void {
    this.state = 'login';
    this.ask(new Command(piece`auth ${Word.of('password', this.options.password)}`), (reply) => {
      if (reply === 'lost' || reply === 'not-sent') return;
      if (!reply.text.startsWith('+OK')) return this.lose('it does not accept the password');
      this.ask(SUBSCRIBE, () => this.becomeReady());
    });
  }

  private becomeReady(): void {
    if (this.state !== 'login') return;
    this.state = 'ready';
    this.ping();
    this.options.listener.ready();
  }

  private ping(): void {
    let answered = true;
    const next = () => {
      if (!answered) return this.lose('it does not answer any more');
      answered = false;
      this.ask(PING, () => (answered = true));
      this.timer = this.options.timers.after(PING_MS, next);
    };
    this.timer?.cancel();
    this.timer = this.options.timers.after(PING_MS, next);
  }

  private lose(why: string): void {
    if (this.isOver()) return;
    this.close();
    this.options.listener.lost(why);
  }

  private end(): void {
    this.state = 'over';
    this.timer?.cancel();
    for (const done of this.asked.splice(0)) done('lost');
  }

  private isOver(): boolean {
    return this.state === 'over';
  }
}
