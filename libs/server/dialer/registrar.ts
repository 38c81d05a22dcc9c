import { Notifications } from '@belltower/core';
import { GatewayLines } from '@belltower/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CallName } from './call-name';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

/** Topic of what processes tell each other about calls that are handed over; of no account. */
export const HAND_OVER = 'hand-over';

/** A dialing process as the database has it. */
export interface DialerRow {
  id: string;
  beatAt: Date;
  stopping: boolean;
  calls: number;
}

/** A notification holds less than 8,000 bytes. */
const NAMES_AT_ONCE = 150;

/** A call as processes name it to each other. */
export type CallPair = [accountId: number, id: number];

const pairOf = ({ accountId, id }: CallName): CallPair => [accountId, id];

/** A beat this old, as watched by the leader's own clock, belongs to a dead process. */
const SILENCE_MS = 5_000;

/* Writes this process's row, by the server's clock, so that the clocks of machines need not agree. */
const BEAT = `
insert into dialer (id, host, pid, leader, stopping, lines, started_at, beat_at)
values ($1, $2, $3, $4, $5, $6, now(), now())
on conflict (id) do update set leader = excluded.leader, stopping = excluded.stopping, lines = excluded.lines,
  beat_at = excluded.beat_at`;

/* Reads only. */
const ROWS = `
select id, beat_at "beatAt", stopping, (select count(*)::int from inflight where dialer_id = dialer.id) calls from dialer`;

/** Keeps this process's row beating, and knows which of the others are dead. */
@Injectable()
export class Registrar {
  readonly id = randomUUID();
  leader = false;
  stopping = false;
  private beats = new Map<string, { beatAt: number; seen: number }>();

  constructor(
    @Inject(SessionPool) readonly db: SessionPool,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(ServerClock) private readonly serverClock: ServerClock,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
  ) {}

  async beat(): Promise<void> {
    await this.serverClock.read();
    const lines = [...this.lines.figures()].map(([gatewayId, line]) => ({ gatewayId, ...line }));
    const { id, leader, stopping } = this;
    await this.db.query(BEAT, [
      ...[id, hostname(), process.pid, leader, stopping],
      JSON.stringify(lines),
    ]);
  }

  /** Tells another process that the ledger has calls for it; only a hint, as it looks by itself. */
  async callOn(dialerId: string): Promise<void> {
    await this.tell({ dialerId });
  }

  /** Tells the leader, whoever it is, that calls came too late for this process to place them. */
  async sayTooLate(): Promise<void> {
    await this.tell({ late: this.id });
  }

  /** Tells the leader, whoever it is, of calls that this process has put back into the queue. */
  async sayGivenBack(calls: readonly CallName[]): Promise<void> {
    for (let from = 0; from < calls.length; from += NAMES_AT_ONCE)
      await this.tell({
        back: calls.slice(from, from + NAMES_AT_ONCE).map(pairOf),
      });
  }

  /** Tells the leader, whoever it is, that a callee wants to be connected with somebody. */
  async sayWantsChannel(call: CallName): Promise<void> {
    await this.tell({ wants: pairOf(call) });
  }

  /** Tells another process that one of its calls has a second channel. */
  async sayChannelGiven(dialerId: string, call: CallName): Promise<void> {
    await this.tell({ given: pairOf(call), to: dialerId });
  }

  async signOff(): Promise<void> {
    await this.db.query('delete from dialer where id = $1', [this.id]);
  }

  private async tell(data: Record<string, unknown>): Promise<void> {
    await this.notifications.publish(this.db, { accountId: 0, topic: HAND_OVER, data });
  }

  /** Deletes the rows of processes of this machine that are no more, so that their calls need not wait for silence. */
  async clearDead(): Promise<void> {
    const rows = await this.db.query<{ id: string; pid: number; startedAt: Date }[]>(
      'select id, pid, started_at "startedAt" from dialer where host = $1 and id <> $2',
      [hostname(), this.id],
    );
    const dead = rows
      .filter(({ pid, startedAt }) => !isRunning(pid, startedAt))
      .map(({ id }) => id);
    if (dead.length) await this.db.query('delete from dialer where id = any ($1::uuid[])', [dead]);
  }

  /** Starts watching afresh: after the database has been away, every beat is old and says nothing. */
  watchAfresh(): void {
    this.beats = new Map();
  }

  /** Tells the living from the dead. A process that is stopping lives, but takes no more calls. */
  async roll(): Promise<{ living: string[]; hands: string[] }> {
    const rows = await this.db.query<DialerRow[]>(ROWS);
    const now = performance.now();
    const before = this.beats;
    this.beats = new Map(
      rows.map(({ id, beatAt }) => {
        const known = before.get(id);
        const isNew = !known || known.beatAt !== beatAt.getTime();
        return [id, isNew ? { beatAt: beatAt.getTime(), seen: now } : known];
      }),
    );
    const living = rows.filter(
      ({ id }) => id === this.id || now - this.beats.get(id)!.seen < SILENCE_MS,
    );
    const forgotten = rows.filter((row) => !living.includes(row) && row.calls === 0);
    if (forgotten.length)
      await this.db.query('delete from dialer where id = any ($1::uuid[])', [
        forgotten.map(({ id }) => id),
      ]);
    return {
      living: living.map(({ id }) => id),
      hands: living.filter(({ stopping }) => !stopping).map(({ id }) => id),
    };
  }
}

/** Whether the process that wrote the row still runs; a container restarts with its host name and pid. */
function isRunning(pid: number, startedAt: Date): boolean {
  const ownStart = Date.now() - process.uptime() * 1_000;
  if (pid === process.pid) return startedAt.getTime() > ownStart;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that it lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
