import { IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsLaterThan } from '../field/rules';

export enum TotalsCheckStatus {
  Queued = 'queued',
  Running = 'running',
  Finished = 'finished',
  Failed = 'failed',
}

/** What is kept as a sum, so that nobody has to count calls or messages. */
export enum KeptSum {
  /** Calls, ring time and talk time by quarter of an hour. */
  Calls = 'calls',
  /** Calls of a campaign by attempt. */
  Attempts = 'attempts',
  /** Answers to the questions of a campaign, and what else happened in its calls. */
  Answers = 'answers',
  /** Messages, segments and time to delivery by quarter of an hour. */
  Messages = 'messages',
  /** Messages of a campaign by attempt. */
  MessageAttempts = 'message-attempts',
  /** Subscribers of a campaign by state. */
  Subscribers = 'subscribers',
  /** Days, weeks and months that are over, added up once. */
  Calendar = 'calendar',
}

export const KEPT_SUM_WORDS: Readonly<Record<KeptSum, string>> = {
  [KeptSum.Calls]: 'Calls of a quarter of an hour',
  [KeptSum.Attempts]: 'Attempts of a campaign',
  [KeptSum.Answers]: 'Answers of a campaign',
  [KeptSum.Messages]: 'Messages of a quarter of an hour',
  [KeptSum.MessageAttempts]: 'Attempts of a campaign of messages',
  [KeptSum.Subscribers]: 'Subscribers of a campaign',
  [KeptSum.Calendar]: 'Days, weeks and months',
};

/** Which sums are counted anew, and whether those that are wrong are put right. */
export class TotalsCheckInput {
  @Field({ label: 'Account', relation: 'platform/accounts', hint: 'Blank: all accounts' })
  @IsOptional()
  @IsInt()
  @Min(1)
  accountId?: number | null;

  @Field({ label: 'From', hint: 'Blank: the oldest calls and messages that are kept' })
  @IsOptional()
  @IsInstant()
  from?: string | null;

  @Field({ label: 'Until', hint: 'Blank: now', example: '2099-01-01T00:00:00Z' })
  @IsOptional()
  @IsInstant()
  @IsLaterThan('from', { message: 'Until must be after from' })
  until?: string | null;

  @Field({ label: 'Put right', hint: 'Else differences are only told' })
  @IsOptional()
  @IsBoolean()
  repair = false;
}

/** A sum that is not what its rows come to. */
export class TotalsDifferenceView {
  @Field({ label: 'Sum', list: true, choices: KEPT_SUM_WORDS })
  @IsEnum(KeptSum)
  sum = KeptSum.Calls;

  @Field({ label: 'Account id' })
  @IsInt()
  accountId = 0;

  @Field({ label: 'Account', list: true })
  @IsString()
  accountName = '';

  /** Of calls or messages; null for what is not kept by time. */
  @Field({ label: 'Quarter of an hour', list: true })
  @IsOptional()
  @IsInstant()
  quarter: string | null = null;

  @Field({ label: 'Campaign', list: true })
  @IsOptional()
  @IsString()
  campaignName: string | null = null;

  /** Gateway, outcome and country; question and answer; a state; or the length of the steps. */
  @Field({ label: 'Of', list: true })
  @IsString()
  detail = '';

  /** Null where no calls are counted. */
  @Field({ label: 'Calls kept', list: true })
  @IsOptional()
  @IsInt()
  keptCalls: number | null = null;

  @Field({ label: 'Calls counted', list: true })
  @IsOptional()
  @IsInt()
  countedCalls: number | null = null;

  /** Null where no messages are counted. */
  @Field({ label: 'Messages kept', list: true })
  @IsOptional()
  @IsInt()
  keptMessages: number | null = null;

  @Field({ label: 'Messages counted', list: true })
  @IsOptional()
  @IsInt()
  countedMessages: number | null = null;

  @Field({ label: 'Segments kept', list: true })
  @IsOptional()
  @IsInt()
  keptSegments: number | null = null;

  @Field({ label: 'Segments counted', list: true })
  @IsOptional()
  @IsInt()
  countedSegments: number | null = null;

  /** Null where no subscribers are counted. */
  @Field({ label: 'Subscribers kept', list: true })
  @IsOptional()
  @IsInt()
  keptSubscribers: number | null = null;

  @Field({ label: 'Subscribers counted', list: true })
  @IsOptional()
  @IsInt()
  countedSubscribers: number | null = null;

  @Field({ label: 'Talk time kept', unit: 'seconds', list: true })
  @IsOptional()
  @IsInt()
  keptTalkSeconds: number | null = null;

  @Field({ label: 'Talk time counted', unit: 'seconds', list: true })
  @IsOptional()
  @IsInt()
  countedTalkSeconds: number | null = null;
}

/** One look at whether sums are what their rows come to. */
export class TotalsCheckView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Status', list: true })
  @IsEnum(TotalsCheckStatus)
  status = TotalsCheckStatus.Queued;

  @Field({ label: 'Account' })
  @IsOptional()
  @IsInt()
  accountId: number | null = null;

  @Field({ label: 'From' })
  @IsOptional()
  @IsInstant()
  from: string | null = null;

  @Field({ label: 'Until' })
  @IsOptional()
  @IsInstant()
  until: string | null = null;

  @Field({ label: 'Put right', list: true })
  @IsBoolean()
  repair = false;

  @Field({ label: 'Asked for by', list: true })
  @IsOptional()
  @IsString()
  createdBy: string | null = null;

  @Field({ label: 'Asked for', list: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Ended', list: true })
  @IsOptional()
  @IsInstant()
  endedAt: string | null = null;

  @Field({ label: 'Accounts', list: true })
  @IsInt()
  accounts = 0;

  @Field({ label: 'Accounts done', list: true })
  @IsInt()
  accountsDone = 0;

  @Field({ label: 'Calls counted', list: true })
  @IsInt()
  callsCounted = 0;

  @Field({ label: 'Messages counted', list: true })
  @IsInt()
  messagesCounted = 0;

  @Field({ label: 'Differences', list: true, hint: 'Sums that were not what their rows come to' })
  @IsInt()
  differences = 0;

  @Field({ label: 'Examples', of: TotalsDifferenceView, hint: 'The first 100 differences' })
  @IsArray()
  examples: TotalsDifferenceView[] = [];

  @Field({ label: 'Problem', hint: 'Why it failed' })
  @IsOptional()
  @IsString()
  problem: string | null = null;
}
