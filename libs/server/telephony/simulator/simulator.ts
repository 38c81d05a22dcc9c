import { Clock } from '@belltower/core';
import { Disposition, GatewayStatus, SimulatorSettings } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { DriverContext } from '../telephony-drivers';
import { CallEvent, GatewayHealth, OutboundCall, Telephony } from '../telephony';
import { Agenda, Appointment } from './agenda';
import { Capacity } from './capacity';
import { Ledger } from './ledger';
import { LATENCY_MS, refusal, Script, scriptOf, Step, talked, unanswered } from './script';

/** How often it is looked what has fallen due. */
const TICK_MS = 10;

interface LiveCall {
  id: string;
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
}

/** A carrier that calls nobody: it answers as its settings say and keeps a ledger of what it was asked to dial. */
export class Simulator extends Telephony {
  private readonly live = new Map<string, LiveCall>();
  private readonly agenda = new Agenda<LiveCall>();
  private readonly ledger: Ledger;
  private readonly capacity: Capacity;
  private readonly settings: SimulatorSettings;
  private readonly clock: Clock;
  private timer?: NodeJS.Timeout;
  private ledgerProblem: string | null = null;
  private closed = false;

  constructor({ settings, clock, dataDir, gatewayId }: DriverContext<SimulatorSettings>) {
    super();
    this.settings = settings;
    this.clock = clock;
    this.capacity = new Capacity(settings);
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
      placedMs: at.getTime(),
      steps: [],
      lost: script.lost,
      listener,
      ringingAt: null,
      answeredAt: null,
      machine: false,
      digits: '',
    };
    this.live.set(call.id, live);
    const { id, number, callerId } = call;
    this.ledger.append({ line: 'placed', id, number, callerId, placedAt: at.toISOString() });
    this.plan(live, script.steps);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    return live;
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
      this.happen(call, step, new Date(due.dueMs));
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

  private happen(call: LiveCall, { event }: Step, at: Date): void {
    if (event.type === 'ringing') call.ringingAt ??= at;
    if (event.type === 'answered') call.answeredAt ??= at;
    if (event.type === 'machine') call.machine = true;
    if (event.type === 'digit') call.digits += event.digit;
    if (event.type !== 'hung-up') return call.listener?.next({ ...event, at });

    this.live.delete(call.id);
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
    });
    if (call.lost) return;
    call.listener?.next({ ...event, at });
    call.listener?.complete();
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
