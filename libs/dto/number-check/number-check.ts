import { IsArray, IsEnum, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Channel } from '../gateway/gateway';

/** What a rule, or all of them together, says about calling or texting a number. */
export enum Verdict {
  Allowed = 'allowed',
  /** Not at this time; later without anybody's doing. */
  NotNow = 'not-now',
  Refused = 'refused',
}

/** The rules about reaching a number, in the order in which they are looked at. */
export enum CallRule {
  Number = 'number',
  Account = 'account',
  AccountLists = 'account-lists',
  PlatformLists = 'platform-lists',
  OptOuts = 'opt-outs',
  Contacts = 'contacts',
  Subscriber = 'subscriber',
  Campaign = 'campaign',
  CampaignHours = 'campaign-hours',
  AccountHours = 'account-hours',
  CountryHours = 'country-hours',
  AttemptsPerDay = 'attempts-per-day',
  AttemptsPerWeek = 'attempts-per-week',
  Destination = 'destination',
}

export const CALL_RULE_WORDS: Readonly<Record<CallRule, string>> = {
  [CallRule.Number]: 'The number',
  [CallRule.Account]: 'The account',
  [CallRule.AccountLists]: 'Your do-not-call lists',
  [CallRule.PlatformLists]: 'Do-not-call lists of the platform',
  [CallRule.OptOuts]: 'Opt-outs',
  [CallRule.Contacts]: 'Contacts',
  [CallRule.Subscriber]: 'Its place in the campaign',
  [CallRule.Campaign]: 'The campaign',
  [CallRule.CampaignHours]: 'The campaign’s schedule',
  [CallRule.AccountHours]: 'Your account’s hours',
  [CallRule.CountryHours]: 'Hours that its country allows',
  [CallRule.AttemptsPerDay]: 'Attempts in 24 hours',
  [CallRule.AttemptsPerWeek]: 'Attempts in 7 days',
  [CallRule.Destination]: 'Gateways',
};

export class NumberCheckQuery {
  @Field({ label: 'Number', kind: 'phone', example: '(202) 555-0101' })
  @IsOptional()
  @MaxLength(64)
  number?: string;

  @Field({
    label: 'For the campaign',
    relation: 'campaigns',
    hint: 'With its own lists, hours and gateways. Blank: for any',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  campaignId?: number;

  @Field({
    label: 'To',
    choices: { voice: 'Call it', sms: 'Text it' },
    hint: 'A campaign goes by its own channel. Blank: call it, or text it where you have gateways for messages only',
  })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;

  @Field({ label: 'At', hint: 'Blank: now' })
  @IsOptional()
  @IsInstant()
  at?: string;
}

/** What one rule says. */
export class CallRuleView {
  @Field({ label: 'Rule', choices: CALL_RULE_WORDS })
  @IsEnum(CallRule)
  rule = CallRule.Number;

  @Field({ label: 'Verdict' })
  @IsEnum(Verdict)
  verdict = Verdict.Allowed;

  @Field({ label: 'Because' })
  @IsString()
  because = '';

  /** When the rule allows it again; null where it does now, or not by itself. */
  @Field({ label: 'From' })
  @IsOptional()
  @IsInstant()
  nextAt: string | null = null;
}

/** Whether a number may be called, or texted, by every rule one by one. */
export class NumberCheckView {
  /** E.164; null where what was given is no number. */
  @Field({ label: 'Number' })
  @IsOptional()
  @IsString()
  number: string | null = null;

  @Field({ label: 'At' })
  @IsInstant()
  at = '';

  @Field({ label: 'Campaign' })
  @IsOptional()
  @IsString()
  campaignName: string | null = null;

  @Field({ label: 'To', choices: { voice: 'Call it', sms: 'Text it' } })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'Verdict' })
  @IsEnum(Verdict)
  verdict = Verdict.Allowed;

  /** All in one sentence. */
  @Field({ label: 'Summary' })
  @IsString()
  summary = '';

  /** The first instant at which all rules allow it, where they do; null where they do now, or never by themselves. */
  @Field({ label: 'From' })
  @IsOptional()
  @IsInstant()
  nextAt: string | null = null;

  @Field({ label: 'Rules', of: CallRuleView })
  @IsArray()
  rules: CallRuleView[] = [];
}
