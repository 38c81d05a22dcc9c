import { Disposition } from '@belltower/dto';
import { LedgerFile, linesOf } from './ledger-file';

/** What a simulated carrier was asked to dial, and what became of it. Times are ISO 8601. */
export interface LedgerEntry {
  id: string;
  number: string;
  callerId: string | null;
  placedAt: string;
  ringingAt: string | null;
  answeredAt: string | null;
  /** Null where the carrier's process ended first. */
  endedAt: string | null;
  disposition: Disposition | null;
  sipStatus: number | null;
  q850: number | null;
  /** Keys pressed, in order. */
  digits: string;
}

/** The two lines that a call writes: when it is placed and when it has ended. */
export type PlacedLine = { line: 'placed' } & Pick<
  LedgerEntry,
  'id' | 'number' | 'callerId' | 'placedAt'
>;
export type EndedLine = { line: 'ended' } & Omit<LedgerEntry, 'number' | 'callerId' | 'placedAt'>;

/** The carrier's own record, only ever appended to, by any number of processes; what is oldest is forgotten. */
export class Ledger {
  private readonly file: LedgerFile;
  private waiting: string[] = [];
  /** Bytes that the system has not taken yet, from a write that it took in part. */
  private rest = Buffer.alloc(0);

  /** @param mostMegabytes how much it keeps of what is newest, and as much again of what came before */
  constructor(dataDir: string, gatewayId: number, mostMegabytes: number) {
    this.file = new LedgerFile(dataDir, gatewayId, mostMegabytes);
    if (!this.file.endsWhole()) this.waiting.push('');
  }

  append(line: PlacedLine | EndedLine): void {
    this.waiting.push(JSON.stringify(line));
  }

  /**
   * Hands everything to the operating system, where it survives the death of this process. Synchronous, because
   * nothing may be told of a call before its line is there: one write for all lines of a moment takes microseconds.
   * @throws what the file system says; nothing is lost, and the next call tries again
   */
  flush(): void {
    if (this.waiting.length) {
      this.rest = Buffer.concat([this.rest, Buffer.from(this.waiting.join('\n') + '\n')]);
      this.waiting = [];
    }
    if (!this.rest.length) return;
    while (this.rest.length) this.rest = this.rest.subarray(this.file.append(this.rest));
    this.file.turnWhenFull();
  }

  close(): void {
    this.file.close();
  }
}

/** Every call of a gateway's ledger, in the order in which they ended; those that never did come last. */
export async function* ledgerOf(dataDir: string, gatewayId: number): AsyncGenerator<LedgerEntry> {
  const open = new Map<string, PlacedLine[]>();
  for await (const text of linesOf(dataDir, gatewayId)) {
    const line = lineOf(text);
    if (!line) continue;
    if (line.line === 'placed') {
      // Two calls under one id are what the reader is looking for: neither may hide the other.
      open.set(line.id, [...(open.get(line.id) ?? []), line]);
      continue;
    }
    const [placed, ...others] = open.get(line.id) ?? [];
    if (!placed) continue;
    if (others.length) open.set(line.id, others);
    else open.delete(line.id);
    yield entryOf(placed, line);
  }
  for (const placed of [...open.values()].flat()) yield entryOf(placed, null);
}

/** The whole ledger of a gateway; empty where it has never been called. */
export async function readLedger(dataDir: string, gatewayId: number): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledgerOf(dataDir, gatewayId)) entries.push(entry);
  return entries;
}

function lineOf(text: string): PlacedLine | EndedLine | null {
  try {
    return text ? (JSON.parse(text) as PlacedLine | EndedLine) : null;
  } catch {
    // The line in whose middle a process died: its call was never acknowledged.
    return null;
  }
}

function entryOf(placed: PlacedLine, ended: EndedLine | null): LedgerEntry {
  const { id, number, callerId, placedAt } = placed;
  return {
    id,
    number,
    callerId,
    placedAt,
    ringingAt: ended?.ringingAt ?? null,
    answeredAt: ended?.answeredAt ?? null,
    endedAt: ended?.endedAt ?? null,
    disposition: ended?.disposition ?? null,
    sipStatus: ended?.sipStatus ?? null,
    q850: ended?.q850 ?? null,
    digits: ended?.digits ?? '',
  };
}
