import {
  ArrayMaxSize,
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
import { IsInstant, IsNotBelow, NeedsGiven } from '../field/rules';
import { IsShownToCallees } from '../message/sender';
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

/** Which number a gateway shows to those who are called. */
export enum CallerIdPolicy {
  /** The campaign's; the gateway's own where the campaign names none. */
  Campaign = 'campaign',
  Own = 'own',
  /** The campaign's, if it is among those allowed. */
  Listed = 'listed',
}

const ROUTE = 'Route';
const NUMBERS = 'Numbers';
const CALLER_ID = 'Caller ID';
const VOICE = { channel: Channel.Voice } as const;
const SENDER = { when: { channel: Channel.Sms }, section: 'Sender' } as const;
const SMS = { when: SENDER.when } as const;

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

  @Field({
    label: 'Channels',
    list: true,
    section: ROUTE,
    hint: 'Most calls at the same time; a callee who is connected with somebody takes two',
    variants: [
      { ...SMS, label: 'At the same time', hint: 'Most messages that are being handed over' },
    ],
  })
  @IsInt()
  @Min(1)
  @Max(100_000)
  channels: number | null = 30;

  @Field({
    label: 'Calls per second',
    list: true,
    section: ROUTE,
    variants: [{ ...SMS, label: 'Messages per second', hint: 'However long they are' }],
  })
  @IsNumber({ maxDecimalPlaces: 2 }, { message: '$property may have two decimals at most' })
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
    label: 'Shortest ring timeout',
    unit: 'seconds',
    section: NUMBERS,
    when: VOICE,
    hint: 'A campaign that asks for less lets it ring this long',
  })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(600)
  minRingTimeoutSeconds?: number | null;

  @Field({
    label: 'Longest ring timeout',
    unit: 'seconds',
    section: NUMBERS,
    when: VOICE,
    hint: 'A campaign that asks for more gives up after this long',
  })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(600)
  @IsNotBelow('minRingTimeoutSeconds', { message: '$property must not be below the shortest' })
  maxRingTimeoutSeconds?: number | null;

  @Field({
    label: 'Number shown',
    section: CALLER_ID,
    choices: {
      [CallerIdPolicy.Campaign]: 'The campaign’s, or else its own',
      [CallerIdPolicy.Own]: 'Always its own',
      [CallerIdPolicy.Listed]: 'The campaign’s, if it is allowed',
    },
    variants: [{ ...SENDER, label: 'Sender shown' }],
  })
  @IsOptional()
  @IsEnum(CallerIdPolicy)
  @NeedsGiven({
    [CallerIdPolicy.Own]: ['callerId', 'Give the number that it always shows'],
    [CallerIdPolicy.Listed]: ['callerIdsAllowed', 'Give the numbers that campaigns may show'],
  })
  callerIdPolicy: CallerIdPolicy = CallerIdPolicy.Campaign;

  @Field({
    label: 'Own caller ID',
    kind: 'phone',
    section: CALLER_ID,
    hint: 'Shown where the campaign names none, or none that may be shown',
    variants: [
      {
        ...SENDER,
        label: 'Own sender',
        kind: 'text',
        hint: 'A number, or up to 11 letters and digits, to which nobody can reply',
      },
    ],
  })
  @IsOptional()
  @IsShownToCallees()
  callerId?: string | null;

  @Field({
    label: 'Allowed caller IDs',
    section: CALLER_ID,
    example: ['+12025550100'],
    hint: 'Numbers that the carrier lets campaigns show',
    variants: [
      {
        ...SENDER,
        label: 'Allowed senders',
        hint: 'Numbers and names that the provider lets campaigns show',
      },
    ],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsShownToCallees({ each: true })
  callerIdsAllowed: string[] = [];
}

/** A gateway as an operator sees it; secrets among the settings are never part of it. */
export class GatewayView extends GatewayInput {
  @Field({
    label: 'At the same time',
    list: true,
    hint: 'Most calls, or messages being handed over',
  })
  @IsInt()
  override channels = 30;

  @Field({ label: 'Per second', list: true, hint: 'Calls, or messages' })
  @IsNumber()
  override callsPerSecond = 10;

  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({
    label: 'Version',
    hint: 'Another one after every edit; as If-Match it replaces only that one',
  })
  @IsString()
  version = '';

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

  /** Whether this driver reaches nobody: for demonstration and tests. */
  @Field({ label: 'Simulated' })
  @IsBoolean()
  simulated = false;

  /** Without the secret, which goes behind it as `?key=`; null where the driver waits for no reports. */
  @Field({ label: 'Address for reports', hint: 'Where the provider tells of receipts and replies' })
  @IsOptional()
  @IsString()
  webhookUrl: string | null = null;

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';
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

  @Field({ label: 'Simulated', hint: 'Reaches nobody' })
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

  @Field({ label: 'Channel', choices: { voice: 'Voice', sms: 'SMS' } })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;
}
