import { LedgerFile, LedgerPlace, linesOf } from './ledger-file';

/** A simulated carrier's own record, only ever appended to, by any number of processes; what is oldest is forgotten. */
export class Ledger<Line extends object> {
  private readonly file: LedgerFile;
  private waiting: string[] = [];
  /** Bytes that the system has not taken yet, from a write that it took in part. */
  private rest = Buffer.alloc(0);

  /** @param mostMegabytes how much it keeps of what is newest, and as much again of what came before */
  constructor(dataDir: string, gatewayId: number, mostMegabytes: number) {
    this.file = new LedgerFile(dataDir, gatewayId, mostMegabytes);
    if (!this.file.endsWhole()) this.waiting.push('');
  }

  append(line: Line): void {
    this.waiting.push(JSON.stringify(line));
  }

  /**
   * Hands everything to the operating system, where it survives the death of this process. Synchronous, because
   * nothing may be told of a call or message before its line is there: one write for all lines of a moment takes microseconds.
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

  /** Before what has been appended and not flushed, and all that comes later. */
  place(): LedgerPlace {
    return this.file.end();
  }

  close(): void {
    this.file.close();
  }
}

/** Which lines of a ledger are wanted. */
export interface LedgerLook {
  /** Only those that come later. */
  since?: LedgerPlace;
  /** Only those in which this stands: what is not wanted is then not even read. */
  having?: string;
}

/** What is on record of a gateway, oldest first; nothing where it has never been used on this machine. */
export async function* ledgerLines<Line extends object>(
  dataDir: string,
  gatewayId: number,
  { since, having = '' }: LedgerLook = {},
): AsyncGenerator<Line> {
  for await (const text of linesOf(dataDir, gatewayId, since)) {
    const line = text.includes(having) ? lineOf(text) : null;
    if (line) yield line as Line;
  }
}

function lineOf(text: string): object | null {
  try {
    return text ? (JSON.parse(text) as object) : null;
  } catch {
    // The line in whose middle a process died: what it tells of was never acknowledged.
    return null;
  }
}
