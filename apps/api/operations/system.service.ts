import { Mailer } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { SystemView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { gatewayMetrics, GatewayState, LineState } from './gateway-metrics';
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
    const [gateways, lines] = await Promise.all([this.gateways(), this.lines()]);
    return (await this.registry.metrics()) + (await gatewayMetrics(gateways, lines));
  }

  private gateways(): Promise<GatewayState[]> {
    const now = this.clock.now();
    return this.database.query(
      `select gateway.id gateway, gateway.status = 'up' up, gauge.channels_in_use "channelsInUse",
              gauge.calls_last_second "callsLastSecond", coalesce(gauge.backed_off_until > $1, false) "backedOff"
         from gateway left join gateway_gauge gauge on gauge.gateway_id = gateway.id and gauge.at > $2
        where gateway.deleted_at is null order by gateway.id`,
      [now, new Date(now.getTime() - DEAD_SECONDS * 1_000)],
    );
  }

  private lines(): Promise<LineState[]> {
    const since = new Date(this.clock.now().getTime() - DEAD_SECONDS * 1_000);
    return this.database.query(
      `select (line ->> 'gatewayId')::bigint gateway, host || ':' || pid dialer, line
         from dialer, jsonb_array_elements(lines) line where beat_at > $1 order by 1, 2`,
      [since],
    );
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
