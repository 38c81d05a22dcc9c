import { Account } from '@belltower/auth';
import { Campaign, findCampaign, forbiddingLimit } from '@belltower/campaign';
import { Conflict, Invalid, NotFound } from '@belltower/core';
import { blankParts, Channel, CHANNEL_WORDS, GatewayStatus, NumberToTry } from '@belltower/dto';
import { dialled, GatewayRecord, GatewayService } from '@belltower/gateway';
import { refuseSuppressed } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/* Reads only. Gateways that a campaign may use, in order of preference. */
const GATEWAYS = `
select link.gateway_id as id from campaign_gateway link
  join gateway_grant on gateway_grant.account_id = link.account_id and gateway_grant.gateway_id = link.gateway_id
  join gateway on gateway.id = link.gateway_id
 where link.account_id = $1 and link.campaign_id = $2 and gateway_grant.withdrawn_at is null
   and gateway.enabled and gateway.deleted_at is null
 order by link.position`;

/** A campaign is tried out on this number, as if it were for that contact. */
export type TrialInput = NumberToTry & { contactId?: number | null };

/** Whether a campaign may be tried out, and over which gateway. */
@Injectable()
export class CampaignTrial {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GatewayService) private readonly gateways: GatewayService,
  ) {}

  /**
   * @throws NotFound `campaign.not-found`, `contact.not-found`
   * @throws Conflict `campaign.not-voice` or `campaign.not-sms`, `limit.no-calls`, `campaign.not-ready` where there is
   *   nothing to say, or send, `campaign.no-gateway` where none can be used
   * @throws Invalid `gateway.not-allowed-there`, `campaign.number-suppressed`
   */
  async gatewayFor(
    accountId: number,
    campaignId: number,
    channel: Channel,
    { number, contactId }: TrialInput,
  ): Promise<GatewayRecord> {
    const campaign = await findCampaign(this.database.manager, accountId, campaignId);
    await this.refuseUnknownContact(accountId, contactId ?? null);
    if (campaign.channel !== channel)
      throw new Conflict(`campaign.not-${channel}`, `“${campaign.name}” ${OTHERWISE[channel]}`);
    const account = await this.database.getRepository(Account).findOneByOrFail({ id: accountId });
    const forbidden = forbiddingLimit(account, channel, 0);
    if (forbidden) throw new Conflict('limit.no-calls', `${forbidden}.`);
    const [blank] = blankParts(campaign);
    if (blank) throw new Conflict('campaign.not-ready', `${blank.message}.`, [blank]);
    await refuseSuppressed(
      this.database,
      { accountId, campaignId, number, channel },
      'campaign.number-suppressed',
    );
    return this.gatewayTo(campaign, number);
  }

  private async refuseUnknownContact(accountId: number, contactId: number | null): Promise<void> {
    if (contactId === null) return;
    const [found] = await this.database.query<unknown[]>(
      'select from contact where account_id = $1 and id = $2',
      [accountId, contactId],
    );
    if (found) return;
    const message = 'There is no such contact.';
    throw new NotFound('contact.not-found', message, [{ field: 'contactId', message }]);
  }

  /** The first that may reach it, and is not down where another is not. */
  private async gatewayTo(
    { accountId, id, channel }: Campaign,
    number: string,
  ): Promise<GatewayRecord> {
    const rows = await this.database.query<{ id: number }[]>(GATEWAYS, [accountId, id]);
    const gateways = await Promise.all(rows.map((row) => this.gateways.get(null, row.id)));
    const fitting = gateways.filter((gateway) => dialled(gateway, number) !== null);
    const chosen = fitting.find(({ status }) => status !== GatewayStatus.Down) ?? fitting[0];
    if (chosen) return chosen;
    if (!gateways.length)
      throw new Conflict('campaign.no-gateway', 'None of its gateways can be used at present.');
    const message = `None of its gateways may ${CHANNEL_WORDS[channel].call} ${number}.`;
    throw new Invalid('gateway.not-allowed-there', message, [{ field: 'number', message }]);
  }
}

/** Of a campaign of the other channel. */
const OTHERWISE: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'calls nobody: it sends messages.',
  [Channel.Sms]: 'sends no messages: it calls.',
};
