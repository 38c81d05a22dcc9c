import { IsArray, IsBoolean, IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** What keeps a campaign from calling faster. */
export enum ForecastLimit {
  /** Its own calls per minute. */
  Pace = 'pace',
  AccountPace = 'account-pace',
  GatewayPace = 'gateway-pace',
  /** Its own channels, given how long calls take. */
  Channels = 'channels',
  AccountChannels = 'account-channels',
  GatewayChannels = 'gateway-channels',
}

/** What would happen if a campaign were started now: whom it calls, how fast, and until when. */
export class CampaignForecastView {
  /** All contacts of its phonebooks: the sum of the counts that follow. */
  @Field({ label: 'Contacts' })
  @IsInt()
  contacts = 0;

  @Field({ label: 'Will be called' })
  @IsInt()
  willBeCalled = 0;

  @Field({ label: 'Inactive' })
  @IsInt()
  inactive = 0;

  @Field({ label: 'Duplicates', hint: 'Further contacts with a number that is called once' })
  @IsInt()
  duplicates = 0;

  @Field({ label: 'Not to be called again', hint: 'Another campaign has left them otherwise' })
  @IsInt()
  others = 0;

  @Field({ label: 'On do-not-call' })
  @IsInt()
  suppressed = 0;

  @Field({ label: 'No gateway may call them' })
  @IsInt()
  blocked = 0;

  @Field({ label: 'Unknown time zone', hint: 'Where the campaign holds such numbers back' })
  @IsInt()
  unknownTimeZone = 0;

  /** Whether all counts but contacts and inactive are estimated from a sample. */
  @Field({ label: 'About' })
  @IsBoolean()
  approximate = false;

  /** The pace that campaign, account and gateways allow together. */
  @Field({ label: 'Calls per minute' })
  @IsNumber()
  callsPerMinute = 0;

  @Field({ label: 'Limited by' })
  @IsEnum(ForecastLimit)
  limitedBy = ForecastLimit.Pace;

  /** Calls at the same time. */
  @Field({ label: 'Peak channels' })
  @IsInt()
  peakChannels = 0;

  /** How long a call holds a channel on average, ringing included. */
  @Field({ label: 'Average call', unit: 'seconds' })
  @IsInt()
  callSeconds = 0;

  /** How many past calls that is known from; 0 where it is a guess. */
  @Field({ label: 'Known from calls' })
  @IsInt()
  knownFromCalls = 0;

  /** When the schedule first lets it call; null: never. */
  @Field({ label: 'First call' })
  @IsOptional()
  @IsInstant()
  firstCallAt: string | null = null;

  /** Calls that a number takes on average, retries included; 1 where none are made, or nobody knows how many. */
  @Field({ label: 'Calls per number' })
  @IsNumber()
  callsPerNumber = 1;

  /** From how many past calls it is known how many are retried; 0 where that is not known, or nothing is retried. */
  @Field({ label: 'Retries known from calls' })
  @IsInt()
  retriesKnownFromCalls = 0;

  /**
   * When everybody is done, each at their own hours, with retries where it is known how many there will be, else after
   * the first call of everybody; null where the schedule ends before.
   */
  @Field({ label: 'Expected finish' })
  @IsOptional()
  @IsInstant()
  finishesAt: string | null = null;

  /** How many have had their first call when the schedule ends. */
  @Field({ label: 'Called in time' })
  @IsInt()
  calledInTime = 0;

  /** The pace at which everybody would be called in time; null where they are anyway, or no pace is enough. */
  @Field({ label: 'Calls per minute needed' })
  @IsOptional()
  @IsInt()
  callsPerMinuteNeeded: number | null = null;

  /** What the first message to everybody comes to, in segments, as networks charge them; null for calls. */
  @Field({ label: 'Segments' })
  @IsOptional()
  @IsInt()
  segments: number | null = null;

  /** Whether the segments are estimated from a sample. */
  @Field({ label: 'About as many segments' })
  @IsBoolean()
  segmentsApproximate = false;

  /** Segments of the longest message; null for calls. */
  @Field({ label: 'Most segments of one' })
  @IsOptional()
  @IsInt()
  mostSegments: number | null = null;

  /** What a person ought to know before starting, a sentence each. */
  @Field({ label: 'Warnings' })
  @IsArray()
  @IsString({ each: true })
  warnings: string[] = [];

  /** What starting would be refused for, a sentence each. */
  @Field({ label: 'Missing' })
  @IsArray()
  @IsString({ each: true })
  missing: string[] = [];
}
