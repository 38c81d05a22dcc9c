import { Logger } from '@nestjs/common';
import { Subject } from 'rxjs';
import { AttemptOver } from './attempt-over';
import { ClaimedCall } from './claim';

/** Written together: more is no faster, and slower to answer. */
const BATCH = 200;
/** How long an attempt that is over waits for company. */
const GATHER_MS = 40;
const WRITERS = 2;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Writes attempts that are over to history, in batches and however long the database is away: one is let go of only when
 * its end is written.
 */
export abstract class Scribe<T extends { call: ClaimedCall }> {
  /** Attempts whose end is in the database now. */
  readonly written = new Subject<readonly AttemptOver[]>();

  protected abstract readonly logger: Logger;
  private waiting: T[] = [];
  private writers = 0;
  private timer?: NodeJS.Timeout;
  private idle: (() => void)[] = [];

  /** Writes attempts of one account. A repeat changes nothing. */
  protected abstract write(accountId: number, batch: readonly T[]): Promise<void>;

  /** The same without what a peer may have said; null where it has nothing of that. */
  protected abstract bare(ended: T): T | null;

  protected abstract over(ended: T): AttemptOver;

  record(ended: T): void {
    this.waiting.push(ended);
    if (this.waiting.length >= BATCH) this.begin();
    else this.timer ??= setTimeout(() => this.begin(), GATHER_MS);
  }

  /** Resolves when everything recorded so far has been written. */
  async drained(): Promise<void> {
    if (!this.waiting.length && !this.writers) return;
    this.begin();
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** However long the database is away. What the tables refuse is let go of, such as a fact of an account that was erased. */
  protected async insist(what: string, write: () => Promise<void>): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await write();
      } catch (error) {
        const { message } = error as Error;
        if (isAboutData(error)) return this.logger.error(`${what} is lost: ${message}`);
        this.logger.warn(`cannot write ${what} yet: ${message}`);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting.length || this.writers >= WRITERS) return;
    this.writers++;
    void this.writeWaiting();
  }

  private async writeWaiting(): Promise<void> {
    for (let batch = this.next(); batch.length; batch = this.next()) await this.writeAll(batch);
    this.writers--;
    if (this.writers || this.waiting.length) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** The next attempts of one account. */
  private next(): T[] {
    const accountId = this.waiting[0]?.call.accountId;
    const batch: T[] = [];
    const rest: T[] = [];
    for (const ended of this.waiting)
      (ended.call.accountId === accountId && batch.length < BATCH ? batch : rest).push(ended);
    this.waiting = rest;
    return batch;
  }

  private async writeAll(batch: readonly T[]): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.write(batch[0]!.call.accountId, batch);
        return this.tell(batch);
      } catch (error) {
        if (isAboutData(error)) return this.writeApart(batch, error as Error);
        // The database is away, or another transaction stood in the way: finishing twice changes nothing.
        this.logger.warn(
          `cannot write ${batch.length} attempts that are over yet: ${(error as Error).message}`,
        );
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** One attempt that the tables refuse must not hold up the others: it is written without what a peer may have said. */
  private async writeApart(batch: readonly T[], error: Error): Promise<void> {
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.writeAll(batch.slice(0, middle));
      return this.writeAll(batch.slice(middle));
    }
    const [ended] = batch as [T];
    const { id, accountId } = ended.call;
    this.logger.error(`attempt ${id} of account ${accountId} is written in part: ${error.message}`);
    const bare = this.bare(ended);
    if (bare) return this.writeAll([bare]);
    // Not even that: the ledger keeps it, and whoever sweeps up after this process will end it.
    this.tell(batch);
  }

  private tell(batch: readonly T[]): void {
    this.written.next(batch.map((ended) => this.over(ended)));
  }
}

/** PostgreSQL's classes of errors that no repetition mends: data exceptions and violated constraints. */
export function isAboutData(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '');
}
