import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Channel } from '../gateway/gateway';
import { PageQuery } from '../paging/page';
import { CampaignInput, CampaignStatus } from './campaign';
import { REST_OUTCOMES, RestOutcome } from './campaign-rest';
import { HoldReason } from './hold-reason';

/**
 * A campaign as the API returns it. Its subscribers are either done (`reached + sent + attemptsUsedUp + suppressed`)
 * or left (`waiting + waitingForRetry + inProgress`); `subscribers` is the sum of both.
 */
export class CampaignView extends CampaignInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({
    label: 'Version',
    hint: 'Another one after every edit; as If-Match it replaces only that one',
  })
  @IsString()
  version = '';

  @Field({ label: 'Status', list: true, sort: true })
  @IsEnum(CampaignStatus)
  status = CampaignStatus.Draft;

  /** Why a running campaign calls or texts nobody now; null while it can. */
  @Field({ label: 'Held back by' })
  @IsOptional()
  @IsEnum(HoldReason)
  heldBy: HoldReason | null = null;

  /** When the schedule next opens; null while open, or never again. */
  @Field({ label: 'Opens' })
  @IsOptional()
  @IsInstant()
  opensAt: string | null = null;

  /** When the schedule next closes; null while closed. */
  @Field({ label: 'Closes' })
  @IsOptional()
  @IsInstant()
  closesAt: string | null = null;

  @Field({
    label: 'Pace',
    list: true,
    hint: 'Calls, or messages, per minute over all of its gateways',
  })
  override callsPerMinute = 60;

  @Field({ label: 'Phonebooks', list: 'hidden' })
  @IsArray()
  @IsString({ each: true })
  phonebookNames: string[] = [];

  /** An ended campaign of whose numbers it calls or texts only those that were left in `sourceOutcomes`; null: all. */
  @Field({ label: 'For the rest of', relation: 'campaigns' })
  @IsOptional()
  @IsInt()
  sourceCampaignId: number | null = null;

  @Field({ label: 'For the rest of' })
  @IsOptional()
  @IsString()
  sourceCampaignName: string | null = null;

  @Field({ label: 'Of those left' })
  @IsOptional()
  @IsArray()
  @IsIn(REST_OUTCOMES, { each: true })
  sourceOutcomes: RestOutcome[] | null = null;

  /** False from start until every contact of the phonebooks has become a subscriber. */
  @Field({ label: 'Roster complete' })
  @IsBoolean()
  rosterComplete = false;

  @Field({ label: 'Subscribers', list: 'hidden' })
  @IsInt()
  subscribers = 0;

  @Field({ label: 'Done', list: true, hint: 'Subscribers that need no further call or message' })
  @IsInt()
  done = 0;

  @Field({ label: 'Left', list: 'hidden', hint: 'Subscribers that are not done' })
  @IsInt()
  left = 0;

  @Field({ label: 'Under way', list: 'hidden', hint: 'Being called, or their message handed over' })
  @IsInt()
  inProgress = 0;

  @Field({ label: 'Waiting', list: 'hidden', hint: 'For the first call or message' })
  @IsInt()
  waiting = 0;

  @Field({ label: 'Waiting for a retry', list: 'hidden' })
  @IsInt()
  waitingForRetry = 0;

  @Field({
    label: 'Reached',
    list: 'hidden',
    hint: 'Their call was answered, or their message delivered, or sent where nobody reports more',
  })
  @IsInt()
  reached = 0;

  @Field({
    label: 'Sent',
    list: 'hidden',
    hint: 'What became of their message is not reported yet',
  })
  @IsInt()
  sent = 0;

  @Field({ label: 'Not reached', list: 'hidden', hint: 'After all attempts' })
  @IsInt()
  attemptsUsedUp = 0;

  @Field({ label: 'Suppressed', list: 'hidden', hint: 'On a do-not-call list or opted out' })
  @IsInt()
  suppressed = 0;

  @Field({ label: 'Removed', list: 'hidden', hint: 'Left the phonebooks or were taken out' })
  @IsInt()
  removed = 0;

  /** Of those that were called to the end, or of whose message the end is known; null before the first. */
  @Field({ label: 'Success', unit: '%', list: true, hint: 'Share that answered, or was reached' })
  @IsOptional()
  @IsNumber()
  answeredPercent: number | null = null;

  /** Calls or messages; null while no dialer says. */
  @Field({ label: 'In the last minute', hint: 'Calls, or messages' })
  @IsOptional()
  @IsInt()
  callsLastMinute: number | null = null;

  /** Whether the expected finish reckons with retries, as many as the account's calls of the last month had. */
  @Field({ label: 'Retries reckoned with' })
  @IsBoolean()
  retriesCounted = false;

  /**
   * When the numbers left will have been called, by the campaign's own clock; null where nothing says. Retries are
   * counted where it is known how many there will be.
   */
  @Field({ label: 'Expected finish' })
  @IsOptional()
  @IsInstant()
  expectedFinishAt: string | null = null;

  @Field({ label: 'Started' })
  @IsOptional()
  @IsInstant()
  startedAt: string | null = null;

  @Field({ label: 'Ended' })
  @IsOptional()
  @IsInstant()
  endedAt: string | null = null;

  /** Whether it uses a simulated gateway and so calls nobody. */
  @Field({ label: 'Simulated' })
  @IsBoolean()
  simulated = false;

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Updated', list: 'hidden' })
  @IsInstant()
  updatedAt = '';
}

export class CampaignQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;

  @Field({ label: 'Status' })
  @IsOptional()
  @IsArray()
  @IsEnum(CampaignStatus, { each: true })
  status?: CampaignStatus[];

  @Field({ label: 'Phonebook', relation: 'phonebooks' })
  @IsOptional()
  @IsInt()
  @Min(1)
  phonebookId?: number;

  @Field({ label: 'Channel', choices: { voice: 'Voice', sms: 'SMS' } })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;
}

/** How stopping treats calls that are under way. */
export class StopInput {
  @Field({ label: 'Hang up running calls' })
  @IsBoolean()
  hangUp = false;
}

/** One line of a campaign's activity log. */
export class CampaignActivityView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'When', list: true })
  @IsInstant()
  at = '';

  /** Null for what the system did by itself. */
  @Field({ label: 'Who', list: true })
  @IsOptional()
  @IsString()
  by: string | null = null;

  @Field({ label: 'What', list: true })
  @IsString()
  what = '';
}
