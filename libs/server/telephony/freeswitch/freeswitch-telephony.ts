import { Clock } from '@belltower/core';
import { Disposition, FreeswitchSettings } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { SharedSounds, Sounds } from '../sound';
import { figuresOf, NO_SIP_FIGURES } from '../switch-figures';
import {
  CallEvent,
  ConnectionFigures,
  GatewayHealth,
  OutboundCall,
  Playback,
  Prompt,
  RecordingTerms,
  Telephony,
  TransferTarget,
} from '../telephony';
import { Timers } from '../timers';
import { SoundFile } from './channel-sound';
import { UnsafeWord, Word } from './command';
import { kill } from './commands';
import { healthOf } from './health';
import { SwitchEvent } from './incoming';
import { askExists, findingsOf } from './node-questions';
import { dialled, Happening, SwitchCall } from './switch-call';
import { SwitchNode } from './switch-node';
import { SwitchNodes } from './switch-nodes';
import { SwitchSounds } from './switch-sounds';
import { OpenWire } from './wire';

/** What the driver is made of; specs give it wires and a time of their own. */
export interface FreeswitchParts {
  settings: FreeswitchSettings;
  clock: Clock;
  timers: Timers;
  sounds: Sounds;
  shared: SharedSounds;
  /** The shared folder as the switches see it. */
  folder: string;
  open(host: string, port: number): OpenWire;
}

/** Calls of one gateway and process at the same time; more are refused, whatever the gateway is set to. */
const MOST_CALLS = 10_000;
const CLOSING_MS = 3_000;
const LOOK_AGAIN_MS = 20;
const USUAL_PORT = 8_021;

interface Placed {
  call: OutboundCall;
  /** Nobody, once the listener has gone. */
  listener?: Subscriber<CallEvent>;
  /** Absent while it is not yet known who could place it, or what it has to say. */
  live?: SwitchCall;
  /** Counts what was asked to be heard: the latest counts, also where its sound is not there yet. */
  turn: number;
}

/** Calls placed by FreeSWITCH, over its event socket, with any number of switches. */
export class FreeswitchTelephony extends Telephony {
  private readonly nodes: SwitchNodes;
  private readonly gateway: Word;
  private readonly files: SwitchSounds;
  private readonly placed = new Map<string, Placed>();
  /** Live calls by their channels, those of transfers too. */
  private readonly channels = new Map<string, SwitchCall>();
  /** Calls that were given up while their switch was out of reach, to be ended when it is back. */
  private readonly orphans = new Map<SwitchNode, Set<string>>();
  private shut = false;

  constructor(private readonly parts: FreeswitchParts) {
    super();
    this.gateway = Word.of('gateway', parts.settings.gateway);
    const { language } = parts.settings;
    this.files = new SwitchSounds({ ...parts, language });
    this.nodes = new SwitchNodes(parts.settings.nodes.map((place) => this.nodeAt(place)));
    for (const node of this.nodes.all) node.start();
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const refusal = this.refusalOf(call);
      if (refusal) {
        listener.next({ type: 'hung-up', ...refusal, at: this.parts.clock.now() });
        return listener.complete();
      }
      const placed: Placed = { call, listener, turn: 0 };
      this.placed.set(call.id, placed);
      this.nodes.whenSettled(() => this.prepare(placed));
      return () => (placed.listener = undefined);
    });
  }

  async play(callId: string, { prompt, waitSeconds }: Playback): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed?.live) return;
    const turn = ++placed.turn;
    if (!prompt) return placed.live.play(null, waitSeconds);
    this.files.make([prompt], (files) => {
      if (placed.turn !== turn) return;
      if (typeof files === 'object') placed.live?.play(files[0]!, waitSeconds);
      // Nobody is kept on the line to hear nothing.
      else placed.live?.hangUp();
    });
  }

  async record(callId: string, terms: RecordingTerms): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed) return;
    placed.turn += 1;
    placed.live?.record(terms);
  }

  async transfer(callId: string, target: TransferTarget): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed?.live) return;
    placed.turn += 1;
    try {
      placed.live.connect(target);
    } catch (error) {
      if (!(error instanceof UnsafeWord)) throw error;
      this.happened(placed, { type: 'transfer-failed', disposition: Disposition.Failed });
    }
  }

  async hangUp(callId: string): Promise<void> {
    const placed = this.placed.get(callId);
    if (placed) this.end(placed);
  }

  async alive(callIds: string[]): Promise<Set<string> | 'unknown'> {
    const alive = new Set(callIds.filter((id) => this.placed.has(id)));
    const others = callIds.filter((id) => !alive.has(id));
    if (!others.length) return alive;
    await new Promise<void>((resolve) => this.nodes.whenSettled(resolve));
    const answers = await Promise.all(
      this.nodes.all.flatMap((node) => others.map((id) => askExists(node, id))),
    );
    let unknown = false;
    for (const { id, lives } of answers) {
      if (lives) alive.add(id);
      unknown ||= lives === null;
    }
    // A switch that cannot be asked may have any of those that no other has.
    return unknown && alive.size < new Set(callIds).size ? 'unknown' : alive;
  }

  async check(): Promise<GatewayHealth> {
    await new Promise<void>((resolve) => this.nodes.whenSettled(resolve));
    const { sounds, settings, folder } = this.parts;
    const folderProblem = await this.files.problem();
    const probe = await this.files.probe();
    return healthOf({
      gateway: settings.gateway,
      nodes: await Promise.all(this.nodes.all.map((node) => findingsOf(node, probe))),
      folderProblem:
        folderProblem ?? (probe ? null : 'its path holds more than letters, digits, “.”, “_”, “-”'),
      folder,
      sound: await sounds.ability(),
    });
  }

  override figures(): ConnectionFigures {
    const switches = this.nodes.all.map((node) => node.figures);
    return { ...NO_SIP_FIGURES, switches: figuresOf(switches, this.channels.size) };
  }

  async close(): Promise<void> {
    if (this.shut) return;
    this.shut = true;
    this.nodes.waitNoMore();
    for (const placed of [...this.placed.values()]) this.end(placed);
    await this.until(() => this.placed.size === 0);
    this.nodes.close();
    for (const { live } of [...this.placed.values()]) live?.lose();
  }

  private nodeAt(place: string): SwitchNode {
    const { settings, timers, open } = this.parts;
    const [host = '', port] = place.split(':');
    const node: SwitchNode = new SwitchNode({
      place: `${host}:${port ?? USUAL_PORT}`,
      open: open(host, port === undefined ? USUAL_PORT : Number(port)),
      password: settings.password ?? '',
      gateway: this.gateway,
      timers,
      listener: {
        up: (restarted) => this.nodeUp(node, restarted),
        down: () => this.nodeDown(node),
        event: (event) => this.take(node, event),
      },
    });
    return node;
  }

  /** Why a call is not even tried; undefined where it is. */
  private refusalOf({ id, number, callerId }: OutboundCall) {
    const failed = (detail: string) => ({ disposition: Disposition.Failed, detail });
    if (this.shut) return { disposition: Disposition.Congestion, detail: 'closed' };
    if (this.placed.has(id)) return failed('repeated-id');
    if (!Word.isSafe('uuid', id) || id.length > 80) return failed('unusable-id');
    if (!Word.isSafe('number', number)) return failed('unusable-number');
    if (callerId !== null && !Word.isSafe('number', callerId)) return failed('unusable-caller-id');
    if (this.placed.size >= MOST_CALLS)
      return { disposition: Disposition.Congestion, detail: 'too-many-calls' };
    return undefined;
  }

  /** Makes all that the call may have to say: nobody is called to hear nothing. */
  private prepare(placed: Placed): void {
    if (!this.isWaiting(placed)) return;
    if (!this.nodes.roomiest()) return this.refuse(placed, 'unreachable');
    const { opening, prompts } = placed.call;
    const wanted: Prompt[] = opening.prompt ? [opening.prompt, ...prompts] : prompts;
    this.files.make(wanted, (files) => {
      if (!this.isWaiting(placed)) return;
      if (typeof files === 'object') this.dial(placed, opening.prompt ? files[0]! : null);
      else this.refuse(placed, files);
    });
  }

  private dial(placed: Placed, opening: SoundFile | null): void {
    const { call } = placed;
    const { settings, timers, shared } = this.parts;
    const node = this.nodes.roomiest();
    if (!node) return this.refuse(placed, 'unreachable');
    const live = new SwitchCall({
      call,
      leg: {
        uuid: Word.of('uuid', call.id),
        gateway: this.gateway,
        number: Word.of('number', dialled(call.number, settings)),
        callerId:
          call.callerId === null ? null : Word.of('number', dialled(call.callerId, settings)),
        callerName: call.callerName === null ? null : Word.nameIn(call.callerName),
        withheld: settings.withheld,
        codecs: settings.codecs,
        soundTimeoutSeconds: settings.soundTimeoutSeconds,
      },
      settings,
      node,
      timers,
      shared,
      pathOf: (name) => this.files.pathOf(name),
      opening,
      listener: {
        happened: (event) => this.happened(placed, event),
        joined: (uuid) => this.channels.set(uuid, live),
      },
    });
    placed.live = live;
    this.channels.set(call.id, live);
    live.start();
  }

  private isWaiting(placed: Placed): boolean {
    return this.placed.get(placed.call.id) === placed && !placed.live;
  }

  private end(placed: Placed): void {
    if (placed.live) placed.live.hangUp();
    else this.happened(placed, { type: 'hung-up', disposition: Disposition.Cancelled });
  }

  private refuse(placed: Placed, detail: string): void {
    const disposition = Disposition.Congestion;
    this.happened(placed, { type: 'hung-up', disposition, detail });
  }

  private happened(placed: Placed, event: Happening): void {
    const { call, live } = placed;
    const at = this.parts.clock.now();
    if (event.type === 'hung-up') {
      if (this.placed.get(call.id) === placed) this.placed.delete(call.id);
      if (live) this.forget(live);
    }
    placed.listener?.next({ ...event, at });
    if (event.type === 'hung-up') placed.listener?.complete();
  }

  private forget(live: SwitchCall): void {
    for (const uuid of live.uuids) if (this.channels.get(uuid) === live) this.channels.delete(uuid);
    if (live.node.isUp) return;
    const orphans = this.orphans.get(live.node) ?? new Set();
    this.orphans.set(live.node, orphans.add(live.id));
  }

  private take(node: SwitchNode, event: SwitchEvent): void {
    const job = event.name === 'BACKGROUND_JOB' ? event.text('Job-UUID') : undefined;
    const call = this.channels.get(job ?? event.channel);
    if (call?.node !== node) return;
    if (job === undefined) call.handle(event);
    else call.jobDone(event.text('_body') ?? '');
  }

  private nodeUp(node: SwitchNode, restarted: boolean): void {
    for (const id of this.orphans.get(node) ?? []) node.send(kill(Word.of('uuid', id)));
    this.orphans.delete(node);
    for (const call of this.callsOn(node)) call.found(restarted);
    this.nodes.settle();
  }

  private nodeDown(node: SwitchNode): void {
    for (const call of this.callsOn(node)) call.lost();
    this.nodes.settle();
  }

  private callsOn(node: SwitchNode): SwitchCall[] {
    return [...this.placed.values()].flatMap(({ live }) => (live?.node === node ? [live] : []));
  }

  private async until(done: () => boolean): Promise<void> {
    const { timers } = this.parts;
    const deadline = timers.now() + CLOSING_MS;
    while (!done() && timers.now() < deadline)
      await new Promise<void>((look) => timers.after(LOOK_AGAIN_MS, look));
  }
}
