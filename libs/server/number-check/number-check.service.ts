import { Account, AccountService, Principal } from '@belltower/auth';
import { accountHoursOf, Campaign, findCampaign, instantIn } from '@belltower/campaign';
import { Clock } from '@belltower/core';
import { CallRule, Channel, NumberCheckQuery, Verdict } from '@belltower/dto';
import { internationalOf, placeOf, readNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { factsOf } from './number-facts';
import { refused } from './ruling';
import { Judgement, judgeAll } from './verdict';

/** Says whether a number may be called, by every rule one by one. */
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
    const about = { at, campaignName: campaign?.name ?? null };
    if ('problem' in read) {
      const rules = [refused(CallRule.Number, read.problem)];
      const summary = `This cannot be called: ${lowered(read.problem)}.`;
      return { ...about, number: null, verdict: Verdict.Refused, summary, nextAt: null, rules };
    }
    const { number } = read;
    const judgement = await this.judge(account, number, campaign, at);
    const { verdict, nextAt, rulings: rules } = judgement;
    const told = { zone: campaign?.timeZone ?? timeZone, isNow: !query.at };
    const summary = summaryOf(internationalOf(number), judgement, told);
    return { ...about, number, verdict, summary, nextAt, rules };
  }

  private async judge(
    account: Account,
    number: string,
    campaign: Campaign | null,
    at: Date,
  ): Promise<Judgement> {
    const { id: accountId, timeZone } = account;
    const accountHours = accountHoursOf(account);
    const channel = campaign?.channel ?? Channel.Voice;
    const campaignId = campaign?.id ?? null;
    const question = { accountId, number, campaignId, channel };
    const facts = await factsOf(this.database, question, at);
    const place = placeOf(number, facts.whereabouts);
    return judgeAll({ number, channel, campaign, facts, accountHours, place, timeZone }, at);
  }
}

function summaryOf(
  number: string,
  { verdict, nextAt, rulings }: Judgement,
  { zone, isNow }: { zone: string; isNow: boolean },
): string {
  const when = isNow ? ' now' : ' then';
  if (verdict === Verdict.Allowed) return `${number} may be called${when}.`;
  const against = rulings.filter((ruling) => ruling.verdict !== Verdict.Allowed);
  const worst = against.find((ruling) => ruling.verdict === Verdict.Refused) ?? against[0]!;
  if (verdict === Verdict.NotNow && nextAt)
    return `${number} may be called from ${instantIn(nextAt, zone)} on, not${when}.`;
  const others = against.length - 1;
  const more = others
    ? `, and ${others === 1 ? 'another rule' : `${others} other rules`} besides`
    : '';
  return `${number} must not be called: ${lowered(worst.because)}${more}.`;
}

const lowered = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
