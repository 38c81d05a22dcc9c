import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';

/** What travels over a gateway or is sent by a campaign. */
export enum Channel {
  Voice = 'voice',
  Sms = 'sms',
}

export enum GatewayStatus {
  Up = 'up',
  Down = 'down',
  /** Nobody has asked it yet. */
  Unknown = 'unknown',
}

const ROUTE = 'Route';
const NUMBERS = 'Numbers';

/** A route to the phone network or to SMS, as an operator describes it. */
export class GatewayInput {
  @Field({ label: 'Name', list: true, sort: true, section: ROUTE })
  @Length(1, 120)
  name = '';

  @Field({ label: 'Channel', list: true, section: ROUTE, choices: { voice: 'Voice', sms: 'SMS' } })
  @IsEnum(Channel)
  channel = Channel.Voice;

  /** Key of a registered driver, for example `simulator`; its own settings form follows it. */
  @Field({ label: 'Driver', list: true, section: ROUTE })
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  driver = 'simulator';

  /** Settings of the driver, checked by the driver's own DTO. */
  @Field({ label: 'Driver settings', section: ROUTE })
  @IsObject()
  settings: Record<string, unknown> = {};

  @Field({ label: 'Channels', list: true, section: ROUTE, hint: 'Most calls at the same time' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  channels: number | null = 30;

  @Field({ label: 'Calls per second', list: true, section: ROUTE })
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0.01)
  @Max(10_000)
  callsPerSecond: number | null = 10;

  @Field({ label: 'Enabled', section: ROUTE })
  @IsBoolean()
  enabled = true;

  @Field({
    label: 'Strip prefix',
    section: NUMBERS,
    hint: 'Removed from the start of a number, before the prefix is added',
  })
  @IsOptional()
  @Matches(/^\+?\d{1,15}$/, { message: '$property must be digits, with or without a leading +' })
  stripPrefix?: string | null;

  @Field({ label: 'Add prefix', section: NUMBERS })
  @IsOptional()
  @Matches(/^\+?[\d*#]{1,15}$/, { message: '$property must be digits, * or #' })
  addPrefix?: string | null;

  @Field({
    label: 'Allowed destinations',
    section: NUMBERS,
    hint: 'Beginnings of numbers such as +34; empty allows all',
  })
  @IsOptional()
  @IsArray()
  @Matches(/^\+\d{1,15}$/, { each: true, message: 'each of $property must look like +34' })
  allowedPrefixes: string[] = [];

  @Field({ label: 'Caller ID', section: NUMBERS, hint: 'Shown when the campaign names none' })
  @IsOptional()
  @Matches(/^\+?\d{3,15}$/, { message: '$property must be a phone number' })
  callerId?: string | null;

  @Field({ label: 'Longest ring timeout', unit: 'seconds', section: NUMBERS })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(600)
  maxRingTimeoutSeconds?: number | null;
}

/** A gateway as an operator sees it; secrets among the settings are never part of it. */
export class GatewayView extends GatewayInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Status', list: true })
  @IsEnum(GatewayStatus)
  status = GatewayStatus.Unknown;

  /** What the driver said when it was last asked. */
  @Field({ label: 'Last answer' })
  @IsOptional()
  @IsString()
  statusDetail: string | null = null;

  @Field({ label: 'Checked' })
  @IsOptional()
  @IsInstant()
  checkedAt: string | null = null;

  @Field({ label: 'Accounts', hint: 'Accounts that may use it' })
  @IsArray()
  @IsInt({ each: true })
  accountIds: number[] = [];

  /** Whether this driver calls nobody: for demonstration and tests. */
  @Field({ label: 'Simulated' })
  @IsBoolean()
  simulated = false;

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';
}

/** A gateway as an account that may use it sees it. */
export class GrantedGatewayView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name', list: true, sort: true })
  @IsString()
  name = '';

  @Field({ label: 'Channel', list: true })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'Channels', list: true })
  @IsInt()
  channels = 0;

  @Field({ label: 'Calls per second', list: true })
  @IsNumber()
  callsPerSecond = 0;

  @Field({ label: 'Status', list: true })
  @IsEnum(GatewayStatus)
  status = GatewayStatus.Unknown;

  @Field({ label: 'Simulated' })
  @IsBoolean()
  simulated = false;

  @Field({ label: 'Enabled' })
  @IsBoolean()
  enabled = true;
}

export class GatewayQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;

  @Field({ label: 'Channel' })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;
}
