import { Principal } from '@belltower/auth';
import { Conflict } from '@belltower/core';
import {
  CampaignTestMessageInput,
  Channel,
  fillIn,
  PlaceholderValues,
  TestMessageNewsView,
  TestMessageView,
} from '@belltower/dto';
import { callerIdShown } from '@belltower/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { lastValueFrom, Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { CampaignTrial } from './campaign-trial';
import { valuesSql } from './script';
import { TestMessages } from './test-messages';

/* Reads only. What a campaign sends, and what its text asks for about one contact. */
const SCRIPT = `
select message, caller_id as sender, coalesce(${valuesSql('campaign', {
  account: '$1',
  contact: '$3::bigint',
  number: 'contact.number',
})}, '{}') as "values"
  from campaign where account_id = $1 and id = $2`;

interface Script {
  message: string;
  sender: string | null;
  values: PlaceholderValues;
}

/** Messages that let people see a campaign's text on a phone before anybody gets it: they count nowhere. */
@Injectable()
export class CampaignTestMessages {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CampaignTrial) private readonly trial: CampaignTrial,
    @Inject(TestMessages) private readonly tests: TestMessages,
  ) {}

  /** Waits until it is known what has become of it, for up to a minute. @throws as {@link follow} does */
  async send(
    user: Principal,
    id: number,
    input: CampaignTestMessageInput,
  ): Promise<TestMessageView> {
    const { result } = await lastValueFrom(await this.follow(user, id, input));
    return result!;
  }

  /**
   * Sends a number what the campaign would, and tells what comes of it, to whoever listens at once.
   * @throws Conflict `campaign.message-empty` where nothing is left of the text, and as {@link CampaignTrial.gatewayFor} does
   */
  async follow(
    { accountId }: Principal,
    campaignId: number,
    input: CampaignTestMessageInput,
  ): Promise<Observable<TestMessageNewsView>> {
    const gateway = await this.trial.gatewayFor(accountId, campaignId, Channel.Sms, input);
    const [{ message, sender, values }] = await this.database.query<[Script]>(SCRIPT, [
      ...[accountId, campaignId, input.contactId ?? null],
    ]);
    const text = fillIn(message, values);
    if (!text)
      throw new Conflict(
        'campaign.message-empty',
        'With everything filled in the message is empty: campaigns do not send such.',
      );
    const { number } = input;
    return this.tests.follow(gateway, { number, text, sender: callerIdShown(gateway, sender) });
  }
}
