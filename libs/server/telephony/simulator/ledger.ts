import { ledgerLines } from '@belltower/core';
import { Disposition } from '@belltower/dto';

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
  /** Other parties that it was asked to connect the callee with. */
  transfers?: Transfer[];
}

/** Another party, and for how long they had a channel of their own. */
export interface Transfer {
  number: string;
  from: string;
  until: string;
}

/** The two lines that a call writes: when it is placed and when it has ended. */
export type PlacedLine = { line: 'placed' } & Pick<
  LedgerEntry,
  'id' | 'number' | 'callerId' | 'placedAt'
>;
export type EndedLine = { line: 'ended' } & Omit<LedgerEntry, 'number' | 'callerId' | 'placedAt'>;

export type LedgerLine = PlacedLine | EndedLine;

/** Every call of a gateway's ledger, in the order in which they ended; those that never did come last. */
export async function* ledgerOf(dataDir: string, gatewayId: number): AsyncGenerator<LedgerEntry> {
  const open = new Map<string, PlacedLine[]>();
  for await (const line of ledgerLines<LedgerLine>(dataDir, gatewayId)) {
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
    ...(ended?.transfers ? { transfers: ended.transfers } : {}),
  };
}
