import { Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import {
  CampaignTestCallInput,
  Channel,
  PlaceholderValues,
  TestCallNewsView,
  TestCallView,
} from '@belltower/dto';
import { callerIdShown, TestCalls } from '@belltower/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { lastValueFrom, Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { CampaignTrial } from './campaign-trial';
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

/** Calls that let people hear a campaign before anybody is called: they count nowhere, and leave nothing behind. */
@Injectable()
export class CampaignTestCalls {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CampaignTrial) private readonly trial: CampaignTrial,
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
   * @throws Conflict `gateway.test-under-way`, and as {@link CampaignTrial.gatewayFor} does
   */
  async follow(
    { accountId }: Principal,
    campaignId: number,
    input: CampaignTestCallInput,
  ): Promise<Observable<TestCallNewsView>> {
    const { number, contactId } = input;
    const gateway = await this.trial.gatewayFor(accountId, campaignId, Channel.Voice, input);
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
}
