import { Clock, Notification, Notifications } from '@belltower/core';
import { LateAnswer, ProviderId, Receipt } from '@belltower/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanText } from './clean-text';
import { BeingClaimed } from './message-changes';
import { keyOf, Told, writtenOf } from './message-parts';
import { ChangedCampaign, keepReports } from './message-reports';
import { Report } from './message-story';
import { isAboutData } from './scribe';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

interface Waiting {
  told: Told;
  kept: () => void;
  lost: (error: unknown) => void;
}

/** Kept together: more is no faster, and slower to answer. */
const BATCH = 300;
/** How long a report waits for company. */
const GATHER_MS = 5;
const TRIES = 20;
const PAUSE_MS = 50;
/** Whoever watches a campaign hears of its receipts so often at most. */
const HINT_MS = 1_000;
/** A reading of the server's clock as unsure as this is none. */
const UNSURE_MS = 1_000;
/** PostgreSQL's codes for a transaction that stood in the way of another: deadlock, serialization. */
const STOOD_IN_THE_WAY = ['40P01', '40001'];

/**
 * Keeps what providers report of messages, whichever process hears it: in batches, as a report is worth little and there
 * are as many of them as messages.
 */
@Injectable()
export class Postmaster {
  private readonly logger = new Logger(Postmaster.name);
  private waiting: Waiting[] = [];
  private writing?: Promise<void>;
  private readonly changed = new Map<string, Notification>();
  private hinting?: NodeJS.Timeout;

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(ServerClock) private readonly clock: ServerClock,
    /** This machine's, by which drivers date what they tell. */
    @Inject(Clock) private readonly ownClock: Clock,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Resolves when it is committed; where it rejects, the provider is to tell it again. */
  keep(gatewayId: number, incoming: Receipt | LateAnswer): Promise<void> {
    const at = this.clock.dated(incoming.at, this.ownClock).toISOString();
    const { state, code } = incoming;
    const report = { at, state, code };
    const told =
      incoming.type === 'receipt'
        ? { gatewayId, key: keyOf(incoming.id), report: { ...report, ...otherwise(incoming.id) } }
        : {
            gatewayId,
            key: cleanText(incoming.messageId),
            report: {
              ...report,
              ids: incoming.ids.map(keyOf),
              written: incoming.ids.map(writtenOf),
            },
          };
    return new Promise((kept, lost) => {
      this.waiting.push({ told, kept, lost });
      this.writing ??= this.write();
    });
  }

  /** Resolves when everything told so far is kept, or has been refused. */
  async drained(): Promise<void> {
    while (this.writing) await this.writing;
    clearTimeout(this.hinting);
    await this.hint();
  }

  private async write(): Promise<void> {
    await pause(GATHER_MS);
    while (this.waiting.length) await this.keepAll(this.waiting.splice(0, BATCH));
    this.writing = undefined;
  }

  private async keepAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const changed = await this.insist(batch.map(({ told }) => told));
      for (const { kept } of batch) kept();
      this.note(changed);
    } catch (error) {
      if (batch.length > 1 && isAboutData(error)) return this.keepApart(batch);
      this.logger.warn(`cannot keep ${batch.length} reports: ${(error as Error).message}`);
      for (const { lost } of batch) lost(error);
    }
  }

  /** One report that the tables refuse must not hold up the others. */
  private async keepApart(batch: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await this.keepAll(batch.slice(0, middle));
    await this.keepAll(batch.slice(middle));
  }

  private async insist(told: readonly Told[]): Promise<ChangedCampaign[]> {
    for (let tries = 1; ; tries++) {
      try {
        if (this.clock.uncertaintyMs(performance.now()) > UNSURE_MS) await this.clock.read();
        return await this.db.transaction((db) => keepReports(db, told, this.clock.now()));
      } catch (error) {
        if (tries === TRIES || !isPassing(error)) throw error;
        await pause(PAUSE_MS);
      }
    }
  }

  private note(changed: readonly ChangedCampaign[]): void {
    for (const { accountId, campaignId: id } of changed)
      this.changed.set(`${accountId} ${id}`, {
        accountId,
        ...{ topic: 'campaign', id, data: { progress: true } },
      });
    if (this.changed.size) this.hinting ??= setTimeout(() => void this.hint(), HINT_MS);
  }

  private async hint(): Promise<void> {
    this.hinting = undefined;
    const hints = [...this.changed.values()];
    this.changed.clear();
    // Only a hint: whoever watches looks by itself.
    await this.notifications.publishAll(this.db, hints).catch(() => undefined);
  }
}

/** How the provider writes an id in its reports, where that is not what it is matched by. */
function otherwise(id: ProviderId): Pick<Report, 'written'> {
  const written = writtenOf(id);
  return written === keyOf(id) ? {} : { written: [written] };
}

/** Whether the same may go through a moment later. */
function isPassing(error: unknown): boolean {
  const { code } = error as { code?: string };
  return error instanceof BeingClaimed || STOOD_IN_THE_WAY.includes(code ?? '');
}
