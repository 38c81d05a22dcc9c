import { Account, Principal } from '@belltower/auth';
import { findCampaign, forbiddingLimit } from '@belltower/campaign';
import { Clock, Conflict, Invalid, NotFound } from '@belltower/core';
import {
  CampaignTestCallInput,
  Channel,
  GatewayStatus,
  PlaceholderValues,
  silentParts,
  TestCallNewsView,
  TestCallView,
} from '@belltower/dto';
import {
  callerIdShown,
  dialled,
  GatewayRecord,
  GatewayService,
  TestCalls,
} from '@belltower/gateway';
import { suppressedSql } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { lastValueFrom, Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { Script, scriptColumns, valuesSql } from './script';
import { CampaignTestCourse } from './test-course';

/* Reads only. What a campaign's calls say, and what its texts ask for about one contact. */
const SCRIPT = `
select ${scriptColumns('campaign')}, caller_id "callerId", coalesce(${valuesSql('campaign', {
  account: '$1',
  contact: '$3::bigint',
  number: 'contact.number',
})}, '{}') as "values"
  from campaign where account_id = $1 and id = $2`;

/* Reads only. */
const SUPPRESSED = `
select ${suppressedSql({ account: '$1', campaign: '$2', number: '$3', channel: `'voice'` })} as suppressed`;

/* Reads only. Gateways that a campaign may call over, in order of preference. */
const GATEWAYS = `
select link.gateway_id as id from campaign_gateway link
  join gateway_grant on gateway_grant.account_id = link.account_id and gateway_grant.gateway_id = link.gateway_id
  join gateway on gateway.id = link.gateway_id
 where link.account_id = $1 and link.campaign_id = $2 and gateway_grant.withdrawn_at is null
   and gateway.enabled and gateway.deleted_at is null
 order by link.position`;

/** Calls that let people hear a campaign before anybody is called: they count nowhere, and leave nothing behind. */
@Injectable()
export class CampaignTestCalls {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GatewayService) private readonly gateways: GatewayService,
    @Inject(TestCalls) private readonly tests: TestCalls,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Waits until the call has ended. @throws as {@link follow} does */
  async place(user: Principal, id: number, input: CampaignTestCallInput): Promise<TestCallView> {
    const { result } = await lastValueFrom(await this.follow(user, id, input));
    return result!;
  }

  /**
   * Calls a number and tells the course of the call while it lasts, to whoever listens at once. Whoever leaves hangs up.
   * @throws NotFound `campaign.not-found`, `contact.not-found`
   * @throws Conflict `limit.no-calls`, `campaign.not-ready` where something would be silence, `campaign.no-gateway` where
   *   none can be used, `gateway.test-under-way`
   * @throws Invalid `campaign.not-voice`, `gateway.not-allowed-there`, `campaign.number-suppressed`
   */
  async follow(
    { accountId }: Principal,
    campaignId: number,
    { number, contactId }: CampaignTestCallInput,
  ): Promise<Observable<TestCallNewsView>> {
    const campaign = await findCampaign(this.database.manager, accountId, campaignId);
    if (campaign.channel !== Channel.Voice)
      throw new Invalid(
        'campaign.not-voice',
        `“${campaign.name}” calls nobody: it sends messages.`,
      );
    const account = await this.database.getRepository(Account).findOneByOrFail({ id: accountId });
    const forbidden = forbiddingLimit(account, 0);
    if (forbidden) throw new Conflict('limit.no-calls', `${forbidden}.`);
    const [silent] = silentParts(campaign);
    if (silent) throw new Conflict('campaign.not-ready', `${silent.message}.`, [silent]);
    await this.refuseUnknownContact(accountId, contactId ?? null);
    await this.refuseSuppressed(accountId, campaignId, number);
    const gateway = await this.gatewayTo(accountId, campaignId, number);
    const [read] = await this.database.query<
      [Script & { callerId: string | null; values: PlaceholderValues }]
    >(SCRIPT, [accountId, campaignId, contactId ?? null]);
    const { values, ...script } = read;
    const callerId = callerIdShown(gateway, script.callerId);
    const call = { accountId, campaignId, number, callerId, values };
    return this.tests.run(
      gateway,
      number,
      (dial) =>
        new CampaignTestCourse(gateway, call, script, dial, () => this.clock.now().getTime()),
    );
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

  /** Who must not be called is not called to try something either. */
  private async refuseSuppressed(accountId: number, campaignId: number, number: string) {
    const [{ suppressed }] = await this.database.query<[{ suppressed: boolean }]>(SUPPRESSED, [
      accountId,
      campaignId,
      number,
    ]);
    if (!suppressed) return;
    const message = `${number} has opted out, or is on a do-not-call list: it is not called, not even for a test.`;
    throw new Invalid('campaign.number-suppressed', message, [{ field: 'number', message }]);
  }

  /** The first that may call there, and is not down where another is not. */
  private async gatewayTo(
    accountId: number,
    campaignId: number,
    number: string,
  ): Promise<GatewayRecord> {
    const rows = await this.database.query<{ id: number }[]>(GATEWAYS, [accountId, campaignId]);
    const gateways = await Promise.all(rows.map(({ id }) => this.gateways.get(null, id)));
    const fitting = gateways.filter((gateway) => dialled(gateway, number) !== null);
    const chosen = fitting.find(({ status }) => status !== GatewayStatus.Down) ?? fitting[0];
    if (chosen) return chosen;
    if (!gateways.length)
      throw new Conflict('campaign.no-gateway', 'None of its gateways can be used at present.');
    const message = `None of its gateways may call ${number}.`;
    throw new Invalid('gateway.not-allowed-there', message, [{ field: 'number', message }]);
  }
}
