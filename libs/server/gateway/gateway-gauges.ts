import { Clock } from '@belltower/core';
import { GatewayGaugeView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GaugeDetail } from './dial-gateway';
import { Owner } from './gateway.service';
import { LineFigures } from './line';
import { lineView } from './line-view';

/** A gauge that was not rewritten for so long belongs to a dialer that no longer runs. */
const STALE_SECONDS = 15;

interface Row extends Pick<GatewayGaugeView, 'gatewayId' | 'channelsInUse' | 'callsLastSecond'> {
  backedOffUntil: Date | null;
  detail: Partial<GaugeDetail>;
  at: Date;
}

/** As a dialer writes it; one of an older version may leave something out. */
type DialerLine = Partial<LineFigures> & { gatewayId: number };

/** What gateways carry at this moment, as the leading dialer sees it. */
@Injectable()
export class GatewayGauges {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Of the gateways that an account brought, or with null of all; those that no dialer watches are left out. */
  async list(owner: Owner): Promise<GatewayGaugeView[]> {
    const fresh = new Date(this.clock.now().getTime() - STALE_SECONDS * 1_000);
    const rows = await this.database.query<Row[]>(
      `select gauge.gateway_id as "gatewayId", gauge.channels_in_use as "channelsInUse",
              gauge.calls_last_second as "callsLastSecond", gauge.backed_off_until as "backedOffUntil",
              gauge.detail, gauge.at
         from gateway_gauge gauge
         join gateway on gateway.id = gauge.gateway_id
        where gauge.at > $1 and gateway.deleted_at is null and ($2::bigint is null or gateway.owner_account_id = $2)
        order by gauge.gateway_id`,
      [fresh, owner],
    );
    const lines = await this.lines(
      rows.map(({ gatewayId }) => gatewayId),
      fresh,
    );
    return rows.map(({ detail, at, backedOffUntil, ...gauge }) => ({
      ...gauge,
      line: lineView(lines.filter(({ gatewayId }) => gatewayId === gauge.gatewayId)),
      backedOffUntil: backedOffUntil?.toISOString() ?? null,
      answeredShare: detail.asr ?? null,
      averageTalkSeconds: detail.acd ?? null,
      shortShare: detail.shortCalls ?? null,
      lastErrors: detail.lastErrors ?? [],
      at: at.toISOString(),
    }));
  }

  /** What the living dialers say of their lines to these gateways. */
  private async lines(gatewayIds: readonly number[], since: Date): Promise<DialerLine[]> {
    const rows = await this.database.query<{ line: DialerLine }[]>(
      `select line from dialer cross join jsonb_array_elements(lines) as line
        where beat_at > $1 and (line ->> 'gatewayId')::bigint = any ($2)`,
      [since, gatewayIds],
    );
    return rows.map(({ line }) => line);
  }
}
