import { Clock } from '@belltower/core';
import { AsteriskSettings, Disposition, GatewayStatus } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { figuresOf, NO_SIP_FIGURES } from '../switch-figures';
import {
  CallEvent,
  ConnectionFigures,
  GatewayHealth,
  OutboundCall,
  Playback,
  RecordingTerms,
  Telephony,
  TransferTarget,
} from '../telephony';
import { Timer, Timers } from '../timers';
import { Ari } from './ari';
import { AriEvent } from './ari-event';
import { AsteriskCall, Happening } from './asterisk-call';
import { healthOf } from './health';
import { SoundFiles } from './sound-files';
import { SwitchNode } from './switch-node';

/** What the driver is made of; specs give it switches and a time of their own. */
export interface AsteriskParts {
  settings: AsteriskSettings;
  clock: Clock;
  timers: Timers;
  files: SoundFiles;
  /** Under which the switches tell events to this process alone: no other may use it at the same time. */
  application: string;
  /** The way to the switch at this address. */
  connect(address: string): Ari;
}

const CLOSING_MS = 3_000;
/** A switch that could not play a file gets no calls for so long, then one of them tries again. */
const UNPLAYABLE_MS = 60_000;

interface Placed {
  call: OutboundCall;
  /** Nobody, once the listener has gone. */
  listener?: Subscriber<CallEvent>;
  /** Absent while no switch is there yet, or what is to be heard is not made yet. */
  dialled?: AsteriskCall;
  /** Told after the end has been. */
  over?: () => void;
}

/** Calls over one Asterisk or several, through the Asterisk REST Interface. */
export class AsteriskTelephony extends Telephony {
  private readonly nodes: readonly SwitchNode[];
  /** Calls whose end has not been told, by id. */
  private readonly living = new Map<string, Placed>();
  /** Calls of which some channel may live, by id; those too whose end has been told. */
  private readonly calls = new Map<string, AsteriskCall>();
  private waiting: (() => void)[] = [];
  private unplayableUntilMs = -Infinity;
  private closed = false;

  constructor(private readonly parts: AsteriskParts) {
    super();
    this.nodes = parts.settings.nodes.map((address) => {
      const node: SwitchNode = new SwitchNode({
        ari: parts.connect(address),
        place: new URL(address).host,
        application: parts.application,
        timers: parts.timers,
        listener: {
          heard: (event) => this.heard(event),
          connected: () => void this.reconcile(node),
          givenUp: () => this.callsOn(node).forEach((call) => call.lose()),
          changed: () => this.proceed(),
        },
      });
      return node;
    });
    for (const node of this.nodes) node.start();
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const refusal = this.refusalOf(call);
      if (refusal) {
        listener.next({ type: 'hung-up', ...refusal, at: this.parts.clock.now() });
        return listener.complete();
      }
      const placed: Placed = { call, listener };
      this.living.set(call.id, placed);
      this.whenKnown(() => this.prepare(placed));
      return () => (placed.listener = undefined);
    });
  }

  async play(callId: string, playback: Playback): Promise<void> {
    this.living.get(callId)?.dialled?.play(playback);
  }

  async record(callId: string, terms: RecordingTerms): Promise<void> {
    this.living.get(callId)?.dialled?.record(terms);
  }

  async transfer(callId: string, target: TransferTarget): Promise<void> {
    this.living.get(callId)?.dialled?.connect(target);
  }

  async hangUp(callId: string): Promise<void> {
    const placed = this.living.get(callId);
    if (placed) this.end(placed);
  }

  /** Calls of other processes too: every switch is asked. */
  async alive(callIds: string[]): Promise<Set<string> | 'unknown'> {
    const found = new Set(callIds.filter((id) => this.living.has(id)));
    if (found.size === callIds.length) return found;
    const answers = await Promise.all(
      // A switch that does not answer may have any of them.
      this.nodes.map((node) => node.channels().catch(() => null)),
    );
    const asked = new Set(callIds);
    for (const channels of answers)
      for (const { id } of channels ?? []) if (asked.has(id)) found.add(id);
    return found.size < asked.size && answers.includes(null) ? 'unknown' : found;
  }

  async check(): Promise<GatewayHealth> {
    if (this.closed) return { status: GatewayStatus.Down, detail: 'The gateway is closed.' };
    await new Promise<void>((resolve) => this.whenKnown(resolve));
    const problem = await this.parts.files.problem();
    if (problem) return { status: GatewayStatus.Down, detail: problem };
    const health = await healthOf(this.nodes, this.parts.settings.endpoint);
    if (health.status === GatewayStatus.Up && this.unplayable) {
      const detail = `A file in ${this.parts.files.switchFolder} could not be played: does the switch see the folder? It is tried again within a minute.`;
      return { status: GatewayStatus.Down, detail };
    }
    return health;
  }

  override figures(): ConnectionFigures {
    const channels = this.nodes.reduce((sum, { load }) => sum + load, 0);
    const switches = this.nodes.map(({ figures }) => figures);
    return { ...NO_SIP_FIGURES, switches: figuresOf(switches, channels) };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const ends = [...this.living.values()].map(
      (placed) => new Promise<void>((over) => (placed.over = over)),
    );
    for (const placed of [...this.living.values()]) this.end(placed);
    await this.within(CLOSING_MS, Promise.all(ends));
    for (const call of [...this.calls.values()]) call.lose();
    for (const node of this.nodes) node.close();
    this.proceed();
  }

  /** Why a call is not even tried; undefined where it is. */
  private refusalOf({ id }: OutboundCall) {
    if (this.closed) return { disposition: Disposition.Congestion, detail: 'closed' };
    if (this.living.has(id) || this.calls.has(id))
      return { disposition: Disposition.Failed, detail: 'repeated-id' };
    if (!/^[A-Za-z0-9-]{1,80}$/.test(id))
      return { disposition: Disposition.Failed, detail: 'unusable-id' };
    return undefined;
  }

  private prepare(placed: Placed): void {
    if (this.living.get(placed.call.id) !== placed) return;
    if (!this.up().length) return this.refuse(placed, 'unreachable');
    if (this.unplayable) return this.refuse(placed, 'no-sound');
    const { opening, prompts } = placed.call;
    const wanted = opening.prompt ? [opening.prompt, ...prompts] : prompts;
    this.parts.files.makeAll(wanted, (paths) => {
      // Nobody is called to hear nothing.
      if (!paths) this.refuse(placed, 'no-voice');
      else this.dial(placed, opening.prompt ? paths[0]! : null);
    });
  }

  private dial(placed: Placed, opening: string | null): void {
    const { call } = placed;
    if (this.living.get(call.id) !== placed) return;
    const nodes = this.up();
    if (!nodes.length) return this.refuse(placed, 'unreachable');
    const { settings, timers, files } = this.parts;
    const dialled: AsteriskCall = new AsteriskCall({
      call,
      settings,
      opening,
      nodes,
      timers,
      files,
      listener: {
        happened: (event) => this.happened(placed, event),
        settled: () => this.calls.delete(call.id),
        unplayable: () => (this.unplayableUntilMs = timers.now() + UNPLAYABLE_MS),
      },
    });
    placed.dialled = dialled;
    this.calls.set(call.id, dialled);
    dialled.start();
  }

  /** Switches that can take calls, that with the fewest of ours first. */
  private up(): SwitchNode[] {
    return this.nodes
      .filter(({ state }) => state === 'up')
      .sort((one, other) => one.load - other.load);
  }

  private callsOn(node: SwitchNode): AsteriskCall[] {
    return [...this.calls.values()].filter((call) => call.node === node);
  }

  private get unplayable(): boolean {
    return this.parts.timers.now() < this.unplayableUntilMs;
  }

  private end(placed: Placed): void {
    if (placed.dialled) placed.dialled.hangUp();
    else this.happened(placed, { type: 'hung-up', disposition: Disposition.Cancelled });
  }

  private refuse(placed: Placed, detail: string): void {
    const disposition = Disposition.Congestion;
    this.happened(placed, { type: 'hung-up', disposition, detail });
  }

  private happened(placed: Placed, event: Happening): void {
    const { call, listener, over } = placed;
    const at = this.parts.clock.now();
    if (event.type === 'hung-up') this.living.delete(call.id);
    listener?.next({ ...event, at });
    if (event.type !== 'hung-up') return;
    listener?.complete();
    over?.();
  }

  private heard(event: AriEvent): void {
    if (event.type === 'echo') return;
    // What belongs to a call has its id before the first dot.
    const [callId = ''] = event.channelId.split('.');
    this.calls.get(callId)?.handle(event);
  }

  /** What ended while nobody listened ends here; what lives goes on. */
  private async reconcile(node: SwitchNode): Promise<void> {
    // Those only that the switch has known before it is asked.
    const calls = this.callsOn(node);
    if (!calls.length) return;
    // Where it does not say, its events still come, and the next connection asks again.
    const channels = await node.channels().catch(() => null);
    if (!channels) return;
    const states = new Map(channels.map(({ id, state }) => [id, state]));
    for (const call of calls) call.seen(states);
  }

  /** Runs as soon as one switch is up, or none can be for now. */
  private whenKnown(run: () => void): void {
    const open = this.nodes.some(({ state }) => state === 'connecting');
    if (this.closed || this.up().length || !open) return run();
    this.waiting.push(run);
  }

  private proceed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const run of waiting) this.whenKnown(run);
  }

  private async within(milliseconds: number, done: Promise<unknown>): Promise<void> {
    let timer: Timer | undefined;
    const late = new Promise<void>((over) => {
      timer = this.parts.timers.after(milliseconds, over);
    });
    await Promise.race([done, late]);
    timer?.cancel();
  }
}
