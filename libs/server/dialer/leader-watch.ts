import { AdvisoryLock, Queryable } from '@belltower/core';

/** A leader that has not beaten for so long, by our own clock, does not lead, whatever it holds. */
const SILENCE_MS = 10_000;

/* Reads only. */
const BEAT = `select max(beat_at) as beat from dialer where leader`;

/* Ends the connection that holds the lock, and with it the claims of whoever holds it. */
const UNSEAT = `
select pg_terminate_backend(pid) from pg_locks
 where locktype = 'advisory' and granted and classid = 0 and objid = $1 and pid <> pg_backend_pid()
   and database = (select oid from pg_database where datname = current_database())`;

/**
 * Watches, while standing by, whether the leader still beats. One whose process is frozen keeps the lock and calls
 * nobody: as it claims on the connection that holds the lock, ending that connection takes both from it at once.
 */
export class LeaderWatch {
  private beat: number | null = null;
  private seenAt = performance.now();

  constructor(private readonly db: Queryable) {}

  /** Looks once, and unseats a leader that has been silent for too long. Answers whether it has. */
  async look(): Promise<boolean> {
    const [row] = await this.db.query<[{ beat: Date | null }]>(BEAT);
    const beat = row.beat?.getTime() ?? null;
    const now = performance.now();
    if (beat !== this.beat) {
      this.beat = beat;
      this.seenAt = now;
    }
    if (now - this.seenAt < SILENCE_MS) return false;
    this.seenAt = now;
    await this.db.query(UNSEAT, [AdvisoryLock.DialerLeader]);
    return true;
  }
}
