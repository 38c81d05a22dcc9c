import { Account, AccountService, Principal } from '@belltower/auth';
import { accountHoursOf, findCampaign, instantIn } from '@belltower/campaign';
import { Clock, Queryable } from '@belltower/core';
import { CallRule, Channel, CHANNEL_WORDS, NumberCheckQuery, Verdict } from '@belltower/dto';
import { internationalOf, placeOf, readNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Case } from './call-rules';
import { factsOf } from './number-facts';
import { refused } from './ruling';
import { Judgement, judgeAll } from './verdict';

/** Says whether a number may be called, or texted, by every rule one by one. */
@Injectable()
export class NumberCheckService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Always an answer: for what is no number, why it is none. @throws NotFound `campaign.not-found` */
  async check(user: Principal, query: NumberCheckQuery) {
    const { accountId } = user;
    const account = await this.accounts.get(accountId);
    const { defaultCountry, timeZone } = account;
    const campaign = query.campaignId
      ? await findCampaign(this.database.manager, accountId, query.campaignId)
      : null;
    const at = query.at ? new Date(query.at) : this.clock.now();
    const read = readNumber(query.number ?? '', defaultCountry);
    const channel =
      campaign?.channel ?? query.channel ?? (await usualChannel(this.database, accountId));
    const about = { at, campaignName: campaign?.name ?? null, channel };
    if ('problem' in read) {
      const rules = [refused(CallRule.Number, read.problem)];
      const summary = `This cannot be ${CHANNEL_WORDS[channel].called}: ${lowered(read.problem)}.`;
      return { ...about, number: null, verdict: Verdict.Refused, summary, nextAt: null, rules };
    }
    const { number } = read;
    const judgement = await this.judge(account, { number, campaign, channel }, at);
    const { verdict, nextAt, rulings: rules } = judgement;
    const told = { zone: campaign?.timeZone ?? timeZone, isNow: !query.at, channel };
    const summary = summaryOf(internationalOf(number), judgement, told);
    return { ...about, number, verdict, summary, nextAt, rules };
  }

  private async judge(
    account: Account,
    { number, campaign, channel }: Pick<Case, 'number' | 'campaign' | 'channel'>,
    at: Date,
  ): Promise<Judgement> {
    const { id: accountId, timeZone } = account;
    const accountHours = accountHoursOf(account);
    const campaignId = campaign?.id ?? null;
    const question = { accountId, number, campaignId, channel };
    const facts = await factsOf(this.database, question, at);
    const place = placeOf(number, facts.whereabouts);
    return judgeAll({ number, channel, campaign, facts, accountHours, place, timeZone }, at);
  }
}

/** Calls, unless the account has gateways for messages only. */
async function usualChannel(db: Queryable, accountId: number): Promise<Channel> {
  const [{ textsOnly }] = await db.query<[{ textsOnly: boolean }]>(
    `select coalesce(bool_and(channel = 'sms'), false) as "textsOnly"
       from gateway_grant join gateway on gateway.id = gateway_id
      where account_id = $1 and withdrawn_at is null and deleted_at is null`,
    [accountId],
  );
  return textsOnly ? Channel.Sms : Channel.Voice;
}

function summaryOf(
  number: string,
  { verdict, nextAt, rulings }: Judgement,
  { zone, isNow, channel }: { zone: string; isNow: boolean; channel: Channel },
): string {
  const { called } = CHANNEL_WORDS[channel];
  const when = isNow ? ' now' : ' then';
  if (verdict === Verdict.Allowed) return `${number} may be ${called}${when}.`;
  const against = rulings.filter((ruling) => ruling.verdict !== Verdict.Allowed);
  const worst = against.find((ruling) => ruling.verdict === Verdict.Refused) ?? against[0]!;
  if (verdict === Verdict.NotNow && nextAt)
    return `${number} may be ${called} from ${instantIn(nextAt, zone)} on, not${when}.`;
  const others = against.length - 1;
  const more = others
    ? `, and ${others === 1 ? 'another rule' : `${others} other rules`} besides`
    : '';
  return `${number} must not be ${called}: ${lowered(worst.because)}${more}.`;
}

const lowered = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
