import { Agenda, Capacity, Clock, Ledger } from '@belltower/core';
import { GatewayStatus, MessageState, PartReports, SmsSimulatorSettings } from '@belltower/dto';
import {
  Incoming,
  Messaging,
  MessagingHealth,
  notSent,
  OutboundMessage,
  Receive,
  Submission,
} from '../messaging';
import { MessagingContext } from '../messaging-drivers';
import { providerId } from '../provider-id';
import { Answer, noRoom, SmsScript, smsScriptOf, Told } from './script';
import { SmsLedgerEntry } from './sms-ledger';

/** How often it is looked what has fallen due. */
const TICK_MS = 10;
/** After so long the network tells again what could not be kept. */
const TOLD_AGAIN_MS = 1_000;

/** Something that happens at a time, which it is told. */
type Happening = (at: Date) => void;

/** A network that reaches nobody: it answers as its settings say and keeps a ledger of what it was given. */
export class SmsSimulator extends Messaging {
  /** A message is one to it, however long. */
  readonly reports = PartReports.Every;
  private readonly agenda = new Agenda<Happening>();
  private readonly ledger: Ledger<SmsLedgerEntry>;
  private readonly capacity: Capacity;
  private readonly settings: SmsSimulatorSettings;
  private readonly clock: Clock;
  private readonly receive: Receive;
  /** By id, what is told to whoever waits for an answer. */
  private readonly unanswered = new Map<string, (submission: Submission) => void>();
  private readonly beingKept = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private ledgerProblem: string | null = null;
  private closed = false;

  constructor({
    settings,
    clock,
    dataDir,
    gatewayId,
    receive,
  }: MessagingContext<SmsSimulatorSettings>) {
    super();
    this.settings = settings;
    this.clock = clock;
    this.receive = receive;
    this.capacity = new Capacity(Infinity, settings.capacityPerSecond ?? Infinity);
    this.ledger = new Ledger(dataDir, gatewayId, settings.ledgerMegabytes);
  }

  async send(message: OutboundMessage): Promise<Submission> {
    const at = this.clock.now();
    if (this.closed) return notSent(at, MessageState.Queued, 'closed');
    if (this.settings.down) return notSent(at, MessageState.Queued, 'unreachable');
    if (this.unanswered.has(message.id)) return notSent(at, MessageState.Failed, 'repeated-id');
    const room = this.capacity.admit(0, at.getTime());
    const script = room ? smsScriptOf(this.settings, message) : noRoom(this.settings);
    this.ledger.append(entryOf(message, at, script));
    return new Promise((resolve) => {
      this.unanswered.set(message.id, resolve);
      this.plan(script.answer.atMs, at, (then) => this.answer(message, script.answer, then));
      for (const told of script.told)
        this.plan(told.atMs, at, (then) => this.tell(incomingOf(message, told, then)));
    });
  }

  /** Nothing waits here: the network has a message from the moment on at which it is handed over. */
  cancel(): void {}

  async check(): Promise<MessagingHealth> {
    if (this.settings.down) return { status: GatewayStatus.Down, detail: 'Set to be out of reach' };
    if (this.ledgerProblem) {
      const detail = `Its ledger cannot be written: ${this.ledgerProblem}`;
      return { status: GatewayStatus.Down, detail };
    }
    const detail = 'The simulated network takes messages; nobody is reached';
    return { status: GatewayStatus.Up, detail };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    const at = this.clock.now();
    for (const resolve of this.unanswered.values())
      resolve(notSent(at, MessageState.Unknown, 'closed'));
    this.unanswered.clear();
    await Promise.all(this.beingKept);
    try {
      this.ledger.flush();
    } finally {
      this.ledger.close();
    }
  }

  private plan(afterMs: number, from: Date, happening: Happening): void {
    this.agenda.add(from.getTime() + afterMs / this.settings.speed, happening);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  /** Lets happen what has fallen due; nothing does while what was given cannot be put on record. */
  private tick(): void {
    if (!this.putOnRecord()) return;
    const now = this.clock.now();
    for (let due = this.agenda.take(now.getTime()); due; due = this.agenda.take(now.getTime()))
      // The time it fell due, not the time it was looked at: all that is measured is exact.
      due.what(new Date(due.dueMs));
    if (this.agenda.size === 0) {
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

  private answer({ id }: OutboundMessage, { state, code }: Answer, at: Date): void {
    const resolve = this.unanswered.get(id);
    this.unanswered.delete(id);
    const ids = state === MessageState.Sent ? [providerIdOf(id)] : [];
    resolve?.({ at, state, ids, code, detail: null });
  }

  private tell(incoming: Incoming): void {
    const kept = this.receive(incoming).catch(() => {
      // Whoever keeps it says why it could not; the network only learns that it was not kept.
      if (!this.closed) this.plan(TOLD_AGAIN_MS, this.clock.now(), () => this.tell(incoming));
    });
    this.beingKept.add(kept);
    void kept.then(() => this.beingKept.delete(kept));
  }
}

/** The network's own name of a message. */
function providerIdOf(id: string) {
  return providerId(`sim-${id}`);
}

function incomingOf({ id, number, sender }: OutboundMessage, told: Told, at: Date): Incoming {
  if (told.type === 'reply') {
    const to = sender ?? '';
    return { type: 'reply', at, id: `sim-reply-${id}`, from: number, to, text: told.text };
  }
  const { state, code } = told;
  return { type: 'receipt', at, id: providerIdOf(id), state, code };
}

function entryOf(
  { id, number, sender, text }: OutboundMessage,
  at: Date,
  { answer, outcome }: SmsScript,
): SmsLedgerEntry {
  return { id, number, sender, text, at: at.toISOString(), answer: answer.state, outcome };
}
