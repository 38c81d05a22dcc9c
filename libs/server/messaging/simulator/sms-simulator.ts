import { Agenda, Capacity, Clock, Ledger } from '@belltower/core';
import { GatewayStatus, MessageState, PartReports, SmsSimulatorSettings } from '@belltower/dto';
import { Messaging, MessagingHealth, notSent, OutboundMessage, Submission } from '../messaging';
import { MessagingContext } from '../messaging-drivers';
import { Answer, noRoom, SmsScript, smsScriptOf } from './script';
import { SmsLedgerEntry } from './sms-ledger';
import { providerIdOf, Teller } from './teller';

/** How often it is looked what has fallen due. */
const TICK_MS = 10;

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
  private readonly teller: Teller;
  /** By id, what is told to whoever waits for an answer. */
  private readonly unanswered = new Map<string, (submission: Submission) => void>();
  private timer?: NodeJS.Timeout;
  private ledgerProblem: string | null = null;
  private closed = false;

  /** @param silenceMs after which the messages of another process that says nothing are this one's */
  constructor(context: MessagingContext<SmsSimulatorSettings>, silenceMs?: number) {
    super();
    const { settings, clock, dataDir, gatewayId } = context;
    this.settings = settings;
    this.clock = clock;
    this.capacity = new Capacity(Infinity, settings.capacityPerSecond ?? Infinity);
    this.ledger = new Ledger(dataDir, gatewayId, settings.ledgerMegabytes);
    const timeTable = {
      plan: (dueMs: number, happening: Happening) => this.plan(dueMs, happening),
      nextMs: () => this.agenda.nextMs,
    };
    this.teller = new Teller(context, timeTable, silenceMs);
  }

  async send(message: OutboundMessage): Promise<Submission> {
    const at = this.clock.now();
    if (this.closed) return notSent(at, MessageState.Queued, 'closed');
    if (this.settings.down) return notSent(at, MessageState.Queued, 'unreachable');
    if (this.unanswered.has(message.id)) return notSent(at, MessageState.Failed, 'repeated-id');
    const room = this.capacity.admit(0, at.getTime());
    const script = room ? smsScriptOf(this.settings, message) : noRoom(this.settings);
    const place = this.ledger.place();
    this.ledger.append(entryOf(message, at, script, this.teller.name));
    return new Promise((resolve) => {
      this.unanswered.set(message.id, resolve);
      const { answer, told } = script;
      const answeredMs = at.getTime() + answer.atMs / this.settings.speed;
      this.plan(answeredMs, (then) => this.answer(message, answer, then));
      this.teller.promise(message, at, told, place);
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

  override listen(): void {
    if (this.closed) return;
    this.teller.listen();
    // What it takes over is noted as time goes on.
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    const at = this.clock.now();
    for (const resolve of this.unanswered.values())
      resolve(notSent(at, MessageState.Unknown, 'closed'));
    this.unanswered.clear();
    try {
      this.teller.noteFirst();
      this.ledger.flush();
      await this.teller.close();
    } finally {
      this.ledger.close();
    }
  }

  private plan(dueMs: number, happening: Happening): void {
    this.agenda.add(dueMs, happening);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  /** Lets happen what has fallen due; nothing does while what was given cannot be put on record. */
  private tick(): void {
    if (!this.putOnRecord()) return;
    const now = this.clock.now();
    for (let due = this.agenda.take(now.getTime()); due; due = this.agenda.take(now.getTime()))
      // The time it fell due, not the time it was looked at: all that is measured is exact.
      due.what(new Date(due.dueMs));
    if (this.agenda.size > 0 || !this.teller.isIdle) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.putOnRecord(true);
  }

  /** @param last whether nothing is left to be done */
  private putOnRecord(last = false): boolean {
    try {
      this.teller.noteFirst();
      this.ledger.flush();
      this.teller.note(last);
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
}

function entryOf(
  { id, number, sender, text }: OutboundMessage,
  at: Date,
  { answer, outcome, told }: SmsScript,
  by: string,
): SmsLedgerEntry {
  const entry = { id, number, sender, text, at: at.toISOString(), answer: answer.state, outcome };
  return told.length ? { ...entry, by } : entry;
}
