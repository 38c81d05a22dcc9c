import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { Field } from '../field/field';
import { Channel } from '../gateway/gateway';
import { IsShownToCallees } from '../message/sender';

/** Conditions of fields that only one channel has, or calls otherwise. */
export const VOICE = { channel: Channel.Voice } as const;
export const SMS = { channel: Channel.Sms } as const;

const GENERAL = 'General';

/** What a campaign is called, whom it reaches by which channel, and as whom. */
export class CampaignBasics {
  @Field({ label: 'Name', section: GENERAL, list: true, sort: true })
  @Length(1, 120)
  name = '';

  @Field({ label: 'Description', kind: 'multiline', section: GENERAL })
  @IsOptional()
  @MaxLength(1_000)
  description?: string | null;

  @Field({
    label: 'Channel',
    section: GENERAL,
    list: 'hidden',
    choices: { voice: 'Voice', sms: 'SMS' },
    hint: 'Calls or text messages; it stays as it is chosen here',
  })
  @IsEnum(Channel)
  channel: Channel = Channel.Voice;

  @Field({
    label: 'Phonebooks',
    relation: 'phonebooks',
    section: GENERAL,
    hint: 'A number in several of them is called once',
    variants: [{ when: SMS, hint: 'A number in several of them gets one message' }],
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  phonebookIds: number[] = [];

  @Field({
    label: 'Gateways',
    relation: 'gateways',
    narrowedBy: ['channel'],
    section: GENERAL,
    hint: 'In order of preference: the next one is used when the first cannot',
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  gatewayIds: number[] = [];

  @Field({
    label: 'Do-not-call lists',
    relation: 'suppression-lists',
    section: GENERAL,
    hint: 'Besides opt-outs and the lists that always apply',
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsInt({ each: true })
  suppressionListIds: number[] = [];

  @Field({
    label: 'Caller ID',
    kind: 'phone',
    section: GENERAL,
    hint: 'Blank: the gateway’s own',
    variants: [
      {
        when: SMS,
        label: 'Sender',
        kind: 'text',
        hint: 'A number, or up to 11 letters and digits, to which nobody can reply; blank: the gateway’s own',
      },
    ],
  })
  @IsOptional()
  @IsString()
  @IsShownToCallees()
  callerId?: string | null;

  @Field({ label: 'Caller name', section: GENERAL, when: VOICE })
  @IsOptional()
  @Matches(/^[\p{L}\p{N} .,&'_-]{1,40}$/u, {
    message: "$property must be up to 40 letters, digits, spaces or . , & ' _ -",
  })
  callerName?: string | null;
}
