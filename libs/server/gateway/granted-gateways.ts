import { Principal } from '@belltower/auth';
import { keysetPage, KeysetSorts, NotFound } from '@belltower/core';
import { GatewayQuery, GatewayStatus, GrantedGatewayView, Page } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, SelectQueryBuilder } from 'typeorm';
import { DriverSettings } from './driver-settings';
import { Gateway, GatewayGrant } from './gateway.entity';

const SORTS: KeysetSorts = {
  columns: { name: { expression: 'lower(gateway.name)', type: 'text' } },
  fallback: 'name',
  id: 'gateway.id',
};

type Granted = Gateway &
  Pick<GrantedGatewayView, 'own' | 'simulated'> & { withdrawnAt: Date | null };

/** What is told of a gateway besides its name that is not the account's to use any more. */
const NOTHING_KNOWN = {
  channels: 0,
  callsPerSecond: 0,
  status: GatewayStatus.Unknown,
  enabled: false,
} as const;

/** The gateways that an account may use, as much of them as it may know. */
@Injectable()
export class GrantedGateways {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(DriverSettings) private readonly settings: DriverSettings,
  ) {}

  async list(user: Principal, query: GatewayQuery): Promise<Page<Granted>> {
    const gateways = this.of(user).andWhere(
      'gateway.deleted_at is null and "grant".withdrawn_at is null',
    );
    if (query.q) gateways.andWhere('gateway.name ilike :q', { q: `%${query.q}%` });
    if (query.channel) gateways.andWhere('gateway.channel = :channel', { channel: query.channel });
    const page = await keysetPage(gateways, query, SORTS);
    return { ...page, items: page.items.map((gateway) => this.seenBy(user, gateway)) };
  }

  /**
   * One that was deleted or taken away can still be read by its name, as campaigns of the past name it; how it fares is
   * nobody's business any more. @throws NotFound `gateway.not-found`
   */
  async get(user: Principal, id: number): Promise<Granted> {
    const gateway = await this.of(user).andWhere('gateway.id = :id', { id }).getOne();
    if (!gateway) throw new NotFound('gateway.not-found', 'There is no such gateway.');
    const { accountId } = user;
    const { withdrawnAt } = await this.database
      .getRepository(GatewayGrant)
      .findOneByOrFail({ accountId, gatewayId: id });
    const seen = { ...this.seenBy(user, gateway), withdrawnAt };
    return withdrawnAt || gateway.deletedAt ? { ...seen, ...NOTHING_KNOWN } : seen;
  }

  private of({ accountId }: Principal): SelectQueryBuilder<Gateway> {
    return this.database
      .createQueryBuilder(Gateway, 'gateway')
      .innerJoin(GatewayGrant, 'grant', '"grant".gateway_id = gateway.id')
      .where('"grant".account_id = :accountId', { accountId });
  }

  private seenBy({ accountId }: Principal, gateway: Gateway): Granted {
    return {
      ...gateway,
      own: gateway.ownerAccountId === accountId,
      simulated: this.settings.isSimulated(gateway),
      withdrawnAt: null,
    };
  }
}
