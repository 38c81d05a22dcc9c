import { Mailer } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { SystemView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { version } from '../../../package.json';

/** A dialer that has not beaten for this long is dead. */
const DEAD_SECONDS = 30;

interface DatabaseFacts {
  databaseVersion: string;
  databaseBytes: number;
  accounts: number;
  callsNow: number;
}

/** The state of the whole installation, whichever process is asked. */
@Injectable()
export class SystemService {
  private readonly startedAt: Date;
  private readonly registry = new Registry();
  private readonly calls = this.gauge(
    'belltower_calls_in_flight',
    'Calls on the wire, all dialers',
  );
  private readonly dialers = this.gauge('belltower_dialers', 'Dialing processes that are alive');
  private readonly pool = this.gauge(
    'belltower_database_connections',
    'Open connections of this process',
  );

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Mailer) private readonly mailer: Mailer,
  ) {
    this.startedAt = clock.now();
  }

  async view(): Promise<SystemView> {
    const [facts, dialers] = await Promise.all([this.facts(), this.aliveDialers()]);
    return {
      version,
      nodeVersion: process.versions.node,
      ...facts,
      startedAt: this.startedAt.toISOString(),
      mail: this.mailer.configured,
      dialers,
    };
  }

  /** The installation's figures as Prometheus reads them. */
  async metrics(): Promise<string> {
    const [{ callsNow }, dialers] = await Promise.all([this.facts(), this.aliveDialers()]);
    this.calls.set(callsNow);
    this.dialers.set(dialers.length);
    this.pool.set(
      (this.database.driver as unknown as { master: { totalCount: number } }).master.totalCount,
    );
    return this.registry.metrics();
  }

  private async facts(): Promise<DatabaseFacts> {
    const [facts] = await this.database.query<[DatabaseFacts]>(`
      select current_setting('server_version') "databaseVersion",
             pg_database_size(current_database()) "databaseBytes",
             (select count(*) from account) accounts,
             (select count(*) from inflight) "callsNow"`);
    return facts;
  }

  private aliveDialers(): Promise<SystemView['dialers']> {
    const since = new Date(this.clock.now().getTime() - DEAD_SECONDS * 1_000);
    return this.database.query(
      `select host, pid, leader, started_at "startedAt", beat_at "beatAt"
         from dialer where beat_at > $1 order by started_at`,
      [since],
    );
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
