import {
  ArrayUnique,
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
    example: '+1',
    hint: 'Removed from the start of a number, before the prefix is added',
  })
  @IsOptional()
  @Matches(/^\+?\d{1,15}$/, { message: '$property must be digits, with or without a leading +' })
  stripPrefix?: string | null;

  @Field({ label: 'Add prefix', section: NUMBERS, example: '00' })
  @IsOptional()
  @Matches(/^\+?[\d*#]{1,15}$/, { message: '$property must be digits, * or #' })
  addPrefix?: string | null;

  @Field({
    label: 'Allowed destinations',
    section: NUMBERS,
    example: ['+1'],
    hint: 'Beginnings of numbers such as +34; empty allows all',
  })
  @IsOptional()
  @IsArray()
  @Matches(/^\+\d{1,15}$/, { each: true, message: 'each of $property must look like +34' })
  allowedPrefixes: string[] = [];

  @Field({
    label: 'Caller ID',
    kind: 'phone',
    section: NUMBERS,
    hint: 'Shown when the campaign names none',
  })
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

  @Field({ label: 'Accounts', hint: 'Accounts that may use it', relation: 'platform/accounts' })
  @IsArray()
  @IsInt({ each: true })
  accountIds: number[] = [];

  /** The account that brought it; null where it belongs to the installation. */
  @Field({ label: 'Owner', relation: 'platform/accounts' })
  @IsOptional()
  @IsInt()
  ownerAccountId: number | null = null;

  /** Settings that hold a secret at present, which is never shown. */
  @Field({ label: 'Secrets kept' })
  @IsArray()
  @IsString({ each: true })
  secretsKept: string[] = [];

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

  /** Whether the account brought it and so may change it. */
  @Field({ label: 'Own' })
  @IsBoolean()
  own = false;
}

/** The accounts that may use a gateway. */
export class GatewayGrantsInput {
  @Field({
    label: 'Accounts',
    relation: 'platform/accounts',
    hint: 'They see its name, status and size, never its settings',
  })
  @IsArray()
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  accountIds: number[] = [];
}

/** Something that went wrong on a gateway lately. */
export class GatewayErrorView {
  @Field({ label: 'When' })
  @IsInstant()
  at = '';

  /** For people: what the carrier said. */
  @Field({ label: 'What' })
  @IsString()
  text = '';
}

/** What a gateway carries at this moment. */
export class GatewayGaugeView {
  @Field({ label: 'Gateway', relation: 'platform/gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Calls now' })
  @IsInt()
  channelsInUse = 0;

  @Field({ label: 'Calls per second' })
  @IsNumber()
  callsLastSecond = 0;

  /** Until when it is given no calls because it was congested; null while it is not. */
  @Field({ label: 'Backed off until' })
  @IsOptional()
  @IsInstant()
  backedOffUntil: string | null = null;

  @Field({ label: 'Answered', hint: 'Answer-seizure ratio: answered calls among all, from 0 to 1' })
  @IsOptional()
  @IsNumber()
  answeredShare: number | null = null;

  @Field({ label: 'Average talk time', unit: 'seconds' })
  @IsOptional()
  @IsNumber()
  averageTalkSeconds: number | null = null;

  @Field({ label: 'Short calls', hint: 'Of the answered, those of up to six seconds; from 0 to 1' })
  @IsOptional()
  @IsNumber()
  shortShare: number | null = null;

  @Field({ label: 'Last errors', of: GatewayErrorView })
  @IsArray()
  lastErrors: GatewayErrorView[] = [];

  @Field({ label: 'Seen' })
  @IsInstant()
  at = '';
}

/** A driver of this installation. */
export class GatewayDriverView {
  @Field({ label: 'Driver', hint: 'The key that a gateway names' })
  @IsString()
  key = '';

  @Field({ label: 'Name' })
  @IsString()
  label = '';

  @Field({ label: 'Channel' })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'Simulated', hint: 'Calls nobody' })
  @IsBoolean()
  simulated = false;

  @Field({
    label: 'Settings',
    hint: 'All of them with the values they have unless others are given',
  })
  @IsObject()
  settings: Record<string, unknown> = {};

  @Field({ label: 'Secrets', hint: 'Settings that are never shown again' })
  @IsArray()
  @IsString({ each: true })
  secrets: string[] = [];
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
