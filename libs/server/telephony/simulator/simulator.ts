import { Agenda, Appointment, Capacity, Clock, Ledger } from '@belltower/core';
import { Disposition, GatewayStatus, SimulatorSettings } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { DriverContext } from '../telephony-drivers';
import {
  CallEvent,
  GatewayHealth,
  OutboundCall,
  Playback,
  RecordingTerms,
  Telephony,
  TransferTarget,
} from '../telephony';
import { Asked, askedOf, hears, parted, pressed, speaks, transfersOf } from './asked';
import { LedgerLine } from './ledger';
import { toneOf } from './person';
import {
  inOrder,
  LATENCY_MS,
  refusal,
  Script,
  scriptOf,
  Step,
  talked,
  unanswered,
  transferSteps,
} from './script';

/** How often it is looked what has fallen due. */
const TICK_MS = 10;

interface LiveCall {
  id: string;
  call: OutboundCall;
  placedMs: number;
  /** What is still to happen, soonest first. */
  steps: Step[];
  lost: boolean;
  next?: Appointment<LiveCall>;
  /** Nobody, once the listener has gone. */
  listener?: Subscriber<CallEvent>;
  ringingAt: Date | null;
  answeredAt: Date | null;
  machine: boolean;
  digits: string;
  /** Only where there is more to hear than what comes with the answer: else they listen as long as they like. */
  asked?: Asked;
}

/** A carrier that calls nobody: it answers as its settings say and keeps a ledger of what it was asked to dial. */
export class Simulator extends Telephony {
  private readonly live = new Map<string, LiveCall>();
  private readonly agenda = new Agenda<LiveCall>();
  private readonly ledger: Ledger<LedgerLine>;
  private readonly capacity: Capacity;
  private readonly settings: SimulatorSettings;
  private readonly clock: Clock;
  private timer?: NodeJS.Timeout;
  private ledgerProblem: string | null = null;
  private closed = false;
  /** What is being told at this moment, so that whatever is done about it is done at its time. */
  private happening: { call: LiveCall; step: Step } | null = null;

  /** @param other how other parties do to whom callees are transferred: as anybody who is called */
  constructor(
    { settings, clock, dataDir, gatewayId }: DriverContext<SimulatorSettings>,
    private readonly other = settings,
  ) {
    super();
    this.settings = settings;
    this.clock = clock;
    const { capacityChannels, capacityCallsPerSecond } = settings;
    this.capacity = new Capacity(capacityChannels ?? Infinity, capacityCallsPerSecond ?? Infinity);
    this.ledger = new Ledger(dataDir, gatewayId, settings.ledgerMegabytes);
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const at = this.clock.now();
      if (this.closed || this.live.has(call.id)) {
        const detail = this.closed ? 'closed' : 'repeated-id';
        const disposition = this.closed ? Disposition.Congestion : Disposition.Failed;
        listener.next({ type: 'hung-up', at, disposition, detail });
        return listener.complete();
      }
      const live = this.begin(call, at, listener);
      return () => (live.listener = undefined);
    });
  }

  async play(callId: string, playback: Playback): Promise<void> {
    this.react(callId, (asked, nowMs) => hears(asked, playback, nowMs));
  }

  async record(callId: string, terms: RecordingTerms): Promise<void> {
    this.react(callId, (asked, nowMs) => speaks(asked, terms, nowMs));
  }

  async transfer(callId: string, target: TransferTarget): Promise<void> {
    const live = this.live.get(callId);
    // Nothing but a key to be connected by was offered.
    if (live) live.asked ??= askedOf(this.settings, live.call, live.machine);
    this.react(callId, (asked, nowMs, { call: { maxCallSeconds } }) => {
      asked.isTransferred = true;
      asked.transfers.push({ number: target.number, from: this.clock.now(), until: null });
      const id = `${callId} to ${target.number}`;
      const script = scriptOf(this.other, { ...target, id, keys: [], maxCallSeconds });
      return transferSteps(script, nowMs);
    });
  }

  async hangUp(callId: string): Promise<void> {
    const call = this.live.get(callId);
    if (!call) return;
    const ending = this.endingOf(call, this.clock.now().getTime());
    const [next] = call.steps;
    // It may be ending already, by itself or because it was told to.
    if (next?.event.type === 'hung-up' && next.atMs <= ending.atMs) return;
    this.plan(call, [ending]);
  }

  /** Only this process knows its calls, and they end with it: what it does not know is gone. */
  async alive(callIds: string[]): Promise<Set<string>> {
    return new Set(callIds.filter((id) => this.live.has(id)));
  }

  async check(): Promise<GatewayHealth> {
    if (this.settings.down) return { status: GatewayStatus.Down, detail: 'Set to be out of reach' };
    if (this.ledgerProblem) {
      const detail = `Its ledger cannot be written: ${this.ledgerProblem}`;
      return { status: GatewayStatus.Down, detail };
    }
    return {
      status: GatewayStatus.Up,
      detail: 'The simulated carrier takes calls; nobody is called',
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    const now = this.clock.now();
    for (const call of [...this.live.values()]) {
      call.lost = false;
      this.happen(call, this.endingOf(call, now.getTime()), now);
    }
    try {
      this.ledger.flush();
    } finally {
      this.ledger.close();
    }
  }

  private begin(call: OutboundCall, at: Date, listener: Subscriber<CallEvent>): LiveCall {
    const room = this.capacity.admit(this.live.size, at.getTime());
    const script: Script = room ? scriptOf(this.settings, call) : refusal();
    const live: LiveCall = {
      id: call.id,
      call,
      placedMs: at.getTime(),
      steps: [],
      lost: script.lost,
      listener,
      ringingAt: null,
      answeredAt: null,
      machine: false,
      digits: '',
    };
    const isMachine = script.steps.some(({ event }) => event.type === 'machine');
    if (call.prompts.length) live.asked = askedOf(this.settings, call, isMachine);
    this.live.set(call.id, live);
    const { id, number, callerId } = call;
    this.ledger.append({ line: 'placed', id, number, callerId, placedAt: at.toISOString() });
    this.plan(live, script.steps);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    return live;
  }

  /** What somebody does from now on about what they hear, in place of what they would have done. */
  private react(
    callId: string,
    plan: (asked: Asked, nowMs: number, call: LiveCall) => Step[],
  ): void {
    const call = this.live.get(callId);
    if (!call?.asked || !call.answeredAt || call.asked.isTransferred) return;
    const nowMs =
      this.happening?.call === call
        ? this.happening.step.atMs
        : (this.clock.now().getTime() - call.placedMs) * this.settings.speed;
    const { asked } = call;
    const others = call.steps.filter((step) => !asked.reaction.includes(step));
    // Once it is being ended, nothing else comes of it.
    if (others[0]?.event.type === 'hung-up' && others[0].atMs <= nowMs) return;
    asked.recording = null;
    asked.reaction = plan(asked, nowMs, call);
    this.plan(call, inOrder([...others, ...asked.reaction]));
  }

  private plan(call: LiveCall, steps: Step[]): void {
    if (call.next) call.next.cancelled = true;
    call.steps = steps;
    const [first] = steps;
    if (first) call.next = this.agenda.add(this.dueMs(call, first), call);
  }

  private dueMs(call: LiveCall, { atMs }: Step): number {
    return call.placedMs + atMs / this.settings.speed;
  }

  /** Lets happen what has fallen due; nothing does while what was asked cannot be put on record. */
  private tick(): void {
    if (!this.putOnRecord()) return;
    const nowMs = this.clock.now().getTime();
    for (let due = this.agenda.take(nowMs); due; due = this.agenda.take(nowMs)) {
      const call = due.what;
      const step = call.steps.shift()!;
      // The time it fell due, not the time it was looked at: all that is measured is exact.
      this.happening = { call, step };
      this.happen(call, step, new Date(due.dueMs));
      this.happening = null;
      if (this.live.has(call.id)) this.plan(call, call.steps);
    }
    this.putOnRecord();
    if (this.live.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private putOnRecord(): boolean {
    try {
      this.ledger.flush();
      this.ledgerProblem = null;
    } catch (error) {
      // A full or failing disk, told by check(). The world stands still until it is mended.
      this.ledgerProblem = (error as Error).message;
    }
    return this.ledgerProblem === null;
  }

  private happen(call: LiveCall, step: Step, at: Date): void {
    const { event } = step;
    // Keys are between the two.
    if (event.type === 'digit' && call.asked?.isTransferred) return;
    if (event.type === 'ringing') call.ringingAt ??= at;
    if (event.type === 'answered') this.pickedUp(call, at);
    if (event.type === 'machine') call.machine = true;
    if (event.type === 'digit') call.digits += event.digit;
    if (event.type === 'digit' && call.asked)
      call.steps = inOrder(pressed(call.asked, call.steps, step.atMs));
    if (event.type === 'transfer-failed' && call.asked) parted(call.asked, at);
    if (event.type === 'recorded' || event.type === 'hung-up') this.recorded(call, step.atMs, at);
    if (event.type === 'recorded') return;
    if (event.type !== 'hung-up') return call.listener?.next({ ...event, at });

    this.live.delete(call.id);
    if (call.asked) parted(call.asked, at);
    this.ledger.append({
      line: 'ended',
      id: call.id,
      ringingAt: call.ringingAt?.toISOString() ?? null,
      answeredAt: call.answeredAt?.toISOString() ?? null,
      endedAt: at.toISOString(),
      disposition: event.disposition,
      sipStatus: event.sipStatus ?? null,
      q850: event.q850 ?? null,
      digits: call.digits,
      ...transfersOf(call.asked),
    });
    if (call.lost) return;
    call.listener?.next({ ...event, at });
    call.listener?.complete();
  }

  /** Tells what was said until now, where that is being recorded. */
  private recorded({ asked, listener }: LiveCall, atMs: number, at: Date): void {
    if (!asked?.recording) return;
    const { beganMs, saidMs } = asked.recording;
    asked.recording = null;
    const recording = toneOf(Math.min(saidMs, atMs - beganMs) / 1_000);
    listener?.next({ type: 'recorded', recording, at });
  }

  private pickedUp(call: LiveCall, at: Date): void {
    if (call.answeredAt) return;
    call.answeredAt = at;
    this.react(call.id, (asked, nowMs) => hears(asked, asked.opening, nowMs));
  }

  /** How a call ends that is hung up from our side now. */
  private endingOf(call: LiveCall, nowMs: number): Step {
    const atMs = (nowMs - call.placedMs) * this.settings.speed;
    if (call.answeredAt) {
      const disposition = call.machine ? Disposition.Machine : Disposition.Answered;
      return { atMs, event: talked(disposition) };
    }
    const [next] = call.steps;
    const crosses = next?.event.type === 'answered' && next.atMs <= atMs + LATENCY_MS;
    const event = { ...unanswered(487), ...(crosses ? { sipStatus: 200 } : {}) };
    return { atMs: atMs + LATENCY_MS, event };
  }
}
