import { RoundTrips } from '../round-trips';
import { OneSwitch } from '../switch-figures';
import { Timer, Timers } from '../timers';
import { Ari, AriConnection, AriRequest, AriResponse } from './ari';
import { AriEvent, ChannelSeen, channelsIn, parseEvent } from './ari-event';

/** Waits between attempts to connect. */
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const CONNECT_MS = 10_000;
/** A switch that is away for so long has lost its calls; those that were not answered it drops by itself. */
const AWAY_MS = 60_000;
/** A connection may be dead without anybody having told: so often an event is sent that has to come back. */
const PULSE_MS = 15_000;
const ECHO_MS = 10_000;
const ECHO = 'belltower-echo';

export interface SwitchListener {
  heard(event: AriEvent): void;
  /** Events are told again, after none were or some were missed. */
  connected(): void;
  /** It has been away for too long. */
  givenUp(): void;
  /** Whether it can take calls is known, or has changed. */
  changed(): void;
}

export interface SwitchParts {
  ari: Ari;
  /** For people: host and port. */
  place: string;
  /** Under which events are told to this process alone. */
  application: string;
  timers: Timers;
  listener: SwitchListener;
}

/** One Asterisk: connected for as long as it is wanted, again and again. No command is ever repeated by it. */
export class SwitchNode {
  /** `connecting` until it is known for the first time. */
  state: 'connecting' | 'up' | 'down' = 'connecting';
  /** Why it is down, for people. */
  why = '';
  /** How many channels of ours it carries. */
  load = 0;
  private connection?: AriConnection;
  private attempts = 0;
  private next?: Timer;
  private away?: Timer;
  private echoAwaited = false;
  private closed = false;
  private readonly trips: RoundTrips;
  /** Connections that had been up. */
  private broken = 0;

  constructor(private readonly parts: SwitchParts) {
    this.trips = new RoundTrips(parts.timers);
  }

  /** Asterisk tells of its channels only one by one. */
  get figures(): OneSwitch {
    return { isUp: this.state === 'up', lost: this.broken, sessions: null, trips: this.trips };
  }

  get place(): string {
    return this.parts.place;
  }

  get application(): string {
    return this.parts.application;
  }

  start(): void {
    const { ari, application, timers } = this.parts;
    this.next = timers.after(CONNECT_MS, () =>
      this.drop(`${this.place} does not open a connection for events.`),
    );
    this.connection = ari.listen(application, {
      opened: () => this.opened(),
      heard: (text) => this.heard(text),
      closed: (why) => this.disconnected(why),
    });
  }

  close(): void {
    this.closed = true;
    for (const timer of [this.next, this.away]) timer?.cancel();
    this.connection?.close();
  }

  async request(request: AriRequest): Promise<AriResponse> {
    const over = this.trips.begin();
    let answered = false;
    try {
      const response = await this.parts.ari.request(request);
      answered = true;
      return response;
    } finally {
      over(answered);
    }
  }

  download(path: readonly string[]): Promise<Uint8Array | null> {
    return this.parts.ari.download(path);
  }

  /** Every channel of the switch, whoever placed it; null where it does not say. */
  async channels(): Promise<ChannelSeen[] | null> {
    const { status, body } = await this.request({ method: 'GET', path: ['channels'] });
    return status === 200 ? channelsIn(body) : null;
  }

  private opened(): void {
    for (const timer of [this.next, this.away]) timer?.cancel();
    this.away = undefined;
    this.attempts = 0;
    this.state = 'up';
    this.why = '';
    this.beat();
    this.parts.listener.connected();
    this.parts.listener.changed();
  }

  private heard(text: string): void {
    const event = parseEvent(text);
    if (event?.type === 'echo') this.echoAwaited = false;
    else if (event) this.parts.listener.heard(event);
  }

  private disconnected(why: string): void {
    if (this.closed) return;
    const { timers, listener } = this.parts;
    this.next?.cancel();
    if (this.state === 'up') this.broken += 1;
    this.state = 'down';
    this.why = why;
    this.away ??= timers.after(AWAY_MS, () => listener.givenUp());
    const wait = BACK_OFF_MS[Math.min(this.attempts++, BACK_OFF_MS.length - 1)]!;
    this.next = timers.after(wait, () => this.start());
    listener.changed();
  }

  private beat(): void {
    this.next = this.parts.timers.after(PULSE_MS, () => void this.pulse());
  }

  private async pulse(): Promise<void> {
    const { application, timers } = this.parts;
    const connection = this.connection!;
    this.echoAwaited = true;
    const taken = await this.request({
      method: 'POST',
      path: ['events', 'user', ECHO],
      query: { application },
    }).then(
      ({ status }) => status < 300,
      () => true, // Whoever is silent here cannot be trusted to tell events.
    );
    if (this.closed || this.connection !== connection || this.state !== 'up') return;
    if (!taken) return this.beat();
    this.next = timers.after(ECHO_MS, () => {
      if (this.echoAwaited) this.drop(`${this.place} no longer tells of events.`);
      else this.beat();
    });
  }

  private drop(why: string): void {
    this.connection?.close();
    this.disconnected(why);
  }
}
