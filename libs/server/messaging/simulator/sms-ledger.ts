import { ledgerLines } from '@belltower/core';
import { MessageState } from '@belltower/dto';

/** A message that a simulated network was given, and what it did with it; `at` is ISO 8601. */
export interface SmsLedgerEntry {
  id: string;
  number: string;
  sender: string | null;
  text: string;
  at: string;
  /** What it answered, where `unknown` stands for no answer. */
  answer: MessageState;
  /** What became of it in the end, told or not. */
  outcome: MessageState;
  /** The connection that tells what became of it; absent where nothing is told. */
  by?: string;
}

/** All that a gateway has been given, in that order; empty where it has never been used. */
export async function readSmsLedger(dataDir: string, gatewayId: number): Promise<SmsLedgerEntry[]> {
  const entries: SmsLedgerEntry[] = [];
  for await (const entry of ledgerLines<SmsLedgerEntry>(dataDir, gatewayId)) entries.push(entry);
  return entries;
}
