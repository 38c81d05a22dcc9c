import { Clock, LedgerPlace, ledgerLines } from '@belltower/core';
import { randomBytes } from 'node:crypto';
import { setImmediate as others, setTimeout as pause } from 'node:timers/promises';
import { Incoming, OutboundMessage, Receive } from '../messaging';
import { SmsSimulatorSettings } from '@belltower/dto';
import { MessagingContext } from '../messaging-drivers';
import { providerId } from '../provider-id';
import { DebtNote, readNotes } from './debt-notes';
import { Debt, Debts } from './debts';
import { longestMs, smsScriptOf, Told } from './script';
import { SmsLedgerEntry } from './sms-ledger';

/** After so long the network tells again what could not be kept. */
const TOLD_AGAIN_MS = 1_000;
const NOTED_MS = 1_000;
/** A connection whose note has not changed for so long is no more. It is written anew every second. */
const SILENCE_MS = 10_000;
/** What a dead connection has left is told in portions, as whoever keeps it has other things to do. */
const MOST_UNKEPT = 500;
const LOOK_AGAIN_MS = 10;
/** Messages of a dead connection that are looked at in one go. */
const AT_ONCE = 50;

/** A message as it is told of. */
type Of = Pick<OutboundMessage, 'id' | 'number' | 'sender'>;

/** Something that has to be told. */
interface Owed {
  dueMs: number;
  of: Of;
  told: Told;
  debt: Debt;
}

/** The simulated world's time table. */
export interface TimeTable {
  /** @param dueMs in milliseconds since 1970 */
  plan(dueMs: number, happening: () => void): void;
  /** When the next thing happens; infinite where nothing does. */
  nextMs(): number;
}

/**
 * Tells what a simulated network tells of its own accord, receipts and replies, until it is kept; and what connections
 * had still to tell that are no more, of this process or of others on this machine.
 */
export class Teller {
  /** By which this connection's messages are known in the ledger. */
  readonly name = randomBytes(6).toString('hex');
  private readonly settings: SmsSimulatorSettings;
  private readonly clock: Clock;
  private readonly dataDir: string;
  private readonly gatewayId: number;
  private readonly receive: Receive;
  private readonly mine: Debts;
  private readonly inherited = new Map<string, Debts>();
  /** Of those whose messages are being looked up: what had been told when they died. */
  private readonly toldUntilMs = new Map<string, number>();
  /** What fell due and is not kept yet. */
  private readonly unkept = new Set<Owed>();
  private readonly beingKept = new Set<Promise<void>>();
  /** The beats of other connections, and since when on the monotonic clock they are what they are. */
  private beats = new Map<string, { beat: number; sinceMs: number }>();
  private takingOver: Promise<void> | null = null;
  private notedMs = 0;
  private closed = false;

  constructor(
    context: Omit<MessagingContext<SmsSimulatorSettings>, 'outbound' | 'webhookUrl'>,
    private readonly timeTable: TimeTable,
    private readonly silenceMs = SILENCE_MS,
  ) {
    const { settings, clock, dataDir, gatewayId, receive } = context;
    this.settings = settings;
    this.clock = clock;
    this.dataDir = dataDir;
    this.gatewayId = gatewayId;
    this.receive = receive;
    this.mine = new Debts(dataDir, gatewayId, this.name, settings);
  }

  get isIdle(): boolean {
    return !this.unkept.size && !this.takingOver;
  }

  /** @param place before the message in the ledger */
  promise(of: Of, at: Date, told: readonly Told[], place: LedgerPlace): void {
    if (!told.length) return;
    const debt = this.mine.add(place, told.length);
    for (const one of told) this.owe({ dueMs: dueMs(at, one, this.settings), of, told: one, debt });
  }

  /** Notes what this connection owes before the ledger says that it was given anything. @throws what the file system says */
  noteFirst(): void {
    if (!this.mine.areNoted && !this.mine.areSettled) this.mine.note(this.untilMs(), false);
  }

  /** Keeps the notes up to date; to be called often. @throws what the file system says */
  note(atOnce: boolean): void {
    const now = performance.now();
    if (!atOnce && now - this.notedMs < NOTED_MS) return;
    this.notedMs = now;
    const untilMs = this.untilMs();
    this.mine.note(untilMs, this.closed);
    for (const [name, debts] of this.inherited) {
      debts.note(this.toldUntilMs.get(name) ?? untilMs, this.closed);
      if (!debts.areNoted) this.inherited.delete(name);
    }
  }

  /** Looks for connections that are no more and goes on for them; to be called every few seconds by one process. */
  listen(): void {
    if (this.closed || this.takingOver) return;
    this.takingOver = this.takeOver()
      // The file system: the next look does what this one could not.
      .catch(() => undefined)
      .finally(() => (this.takingOver = null));
  }

  /** Leaves what is still to be told to whoever listens next. @throws what the file system says */
  async close(): Promise<void> {
    this.closed = true;
    await this.takingOver;
    await Promise.all(this.beingKept);
    this.note(true);
  }

  private async takeOver(): Promise<void> {
    const notes = await readNotes(this.dataDir, this.gatewayId);
    const before = this.beats;
    this.beats = new Map();
    for (const [name, note] of notes) {
      if (name === this.name || this.inherited.has(name)) continue;
      if (note.closed || this.isSilent(name, note, before)) await this.inherit(name, note);
    }
  }

  private isSilent(name: string, { beat }: DebtNote, before: Teller['beats']): boolean {
    const now = performance.now();
    const known = before.get(name);
    const same = known?.beat === beat ? known : { beat, sinceMs: now };
    this.beats.set(name, same);
    return now - same.sinceMs >= this.silenceMs;
  }

  /** Owes from now on what another connection did, by what the ledger says that it was given. */
  private async inherit(name: string, note: DebtNote): Promise<void> {
    const debts = Debts.inherited(this.dataDir, this.gatewayId, name, note);
    const debt = debts.add(note.since, 1);
    this.toldUntilMs.set(name, note.untilMs);
    this.inherited.set(name, debts);
    try {
      // Whoever else looks sees that somebody has it.
      debts.note(note.untilMs, false);
      if (!(await this.lookUp(name, note, debt))) return;
      debt.open--;
      this.toldUntilMs.delete(name);
    } catch (error) {
      // The note stays as it is, and is found again.
      this.inherited.delete(name);
      throw error;
    }
  }

  /** Whether all of it has been found before this connection is closed. */
  private async lookUp(name: string, { settings, untilMs, since }: DebtNote, debt: Debt) {
    const look = { since, having: `"by":"${name}"` };
    const overMs = longestMs(settings) / settings.speed;
    let looked = 0;
    for await (const entry of ledgerLines<SmsLedgerEntry>(this.dataDir, this.gatewayId, look)) {
      // Lines come faster than anything else gets its turn.
      if (++looked % AT_ONCE === 0) await others();
      if (this.closed) return false;
      const at = new Date(entry.at);
      if (at.getTime() + overMs < untilMs) continue;
      for (const told of smsScriptOf(settings, entry).told) {
        const owed = { dueMs: dueMs(at, told, settings), of: entry, told, debt };
        if (owed.dueMs < untilMs) continue;
        debt.open++;
        this.owe(owed);
      }
      await this.room();
    }
    return !this.closed;
  }

  private async room(): Promise<void> {
    while (this.unkept.size >= MOST_UNKEPT && !this.closed) await pause(LOOK_AGAIN_MS);
  }

  private owe(owed: Owed): void {
    if (owed.dueMs <= this.clock.now().getTime()) return this.tell(owed);
    this.timeTable.plan(owed.dueMs, () => this.tell(owed));
  }

  private tell(owed: Owed): void {
    this.unkept.add(owed);
    const kept = this.receive(incomingOf(owed)).then(
      () => {
        this.unkept.delete(owed);
        owed.debt.open--;
      },
      () => {
        // Whoever keeps it says why it could not; the network only learns that it was not kept.
        const againMs = this.clock.now().getTime() + TOLD_AGAIN_MS / this.settings.speed;
        if (!this.closed) this.timeTable.plan(againMs, () => this.tell(owed));
      },
    );
    this.beingKept.add(kept);
    void kept.then(() => this.beingKept.delete(kept));
  }

  /** Everything that fell due before is kept. */
  private untilMs(): number {
    let untilMs = Math.min(this.clock.now().getTime(), this.timeTable.nextMs());
    for (const owed of this.unkept) untilMs = Math.min(untilMs, owed.dueMs);
    return untilMs;
  }
}

/** The network's own name of a message. */
export function providerIdOf(id: string) {
  return providerId(`sim-${id}`);
}

function dueMs(at: Date, { atMs }: Told, { speed }: SmsSimulatorSettings): number {
  return at.getTime() + atMs / speed;
}

/** As of the time it fell due, not the time it was looked at: all that is measured is exact. */
function incomingOf({ dueMs, of: { id, number, sender }, told }: Owed): Incoming {
  const at = new Date(dueMs);
  if (told.type === 'reply') {
    const to = sender ?? '';
    return { type: 'reply', at, id: `sim-reply-${id}`, from: number, to, text: told.text };
  }
  const { state, code } = told;
  return { type: 'receipt', at, id: providerIdOf(id), state, code };
}
