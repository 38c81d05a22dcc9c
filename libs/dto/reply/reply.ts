import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsVariables } from '../field/rules';
import { ReplyMeaning } from '../message/reply-words';
import { PageQuery } from '../paging/page';

/** What a reply asks for that is obeyed by itself. */
export const REPLY_MEANING_WORDS: Readonly<Record<ReplyMeaning, string>> = {
  [ReplyMeaning.Stop]: 'No more messages',
  [ReplyMeaning.Start]: 'Messages again',
};

/** A message that somebody sent to us. */
export class ReplyView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Received', list: true, sort: true })
  @IsInstant()
  receivedAt = '';

  @Field({ label: 'Number', kind: 'phone', list: true, hint: 'Who wrote' })
  @IsString()
  number = '';

  @Field({ label: 'Name', list: true, hint: 'Of the contact that was written to' })
  @IsOptional()
  @IsString()
  contactName: string | null = null;

  /** Null where it has been deleted, or nobody of the account had written to the number. */
  @Field({ label: 'Contact', relation: 'contacts' })
  @IsOptional()
  @IsInt()
  contactId: number | null = null;

  @Field({ label: 'Text', list: true })
  @IsString()
  text = '';

  @Field({ label: 'Asks for', list: true, choices: REPLY_MEANING_WORDS })
  @IsOptional()
  @IsEnum(ReplyMeaning)
  meaning: ReplyMeaning | null = null;

  @Field({ label: 'Confirmed', list: 'hidden', hint: 'When a message told that it was obeyed' })
  @IsOptional()
  @IsInstant()
  confirmedAt: string | null = null;

  /** Of the last message to the number. */
  @Field({ label: 'Campaign', list: true })
  @IsOptional()
  @IsString()
  campaignName: string | null = null;

  @Field({ label: 'Campaign id', relation: 'campaigns' })
  @IsOptional()
  @IsInt()
  campaignId: number | null = null;

  @Field({ label: 'Message id', hint: 'The one that it answers: the last to the number' })
  @IsOptional()
  @IsInt()
  messageId: number | null = null;

  @Field({ label: 'Sent to', list: 'hidden', hint: 'The number or name that was written to' })
  @IsString()
  sentTo = '';

  @Field({ label: 'Gateway', relation: 'gateways' })
  @IsInt()
  gatewayId = 0;

  /** When somebody marked it as read; null while nobody has. */
  @Field({ label: 'Read', list: 'hidden' })
  @IsOptional()
  @IsInstant()
  readAt: string | null = null;
}

/** Which replies are meant by their meaning. */
export enum RepliesMeant {
  Stop = 'stop',
  Start = 'start',
  /** Those for a person to read. */
  Other = 'other',
}

export class ReplyQuery extends PageQuery {
  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Text contains' })
  @IsOptional()
  @MaxLength(120)
  text?: string;

  @Field({
    label: 'Asks for',
    choices: {
      [RepliesMeant.Stop]: REPLY_MEANING_WORDS.stop,
      [RepliesMeant.Start]: REPLY_MEANING_WORDS.start,
      [RepliesMeant.Other]: 'Something else',
    },
  })
  @IsOptional()
  @IsEnum(RepliesMeant)
  meaning?: RepliesMeant;

  @Field({ label: 'Campaign', relation: 'campaigns' })
  @IsOptional()
  @IsInt()
  @Min(1)
  campaignId?: number;

  @Field({ label: 'Gateway', relation: 'gateways' })
  @IsOptional()
  @IsInt()
  @Min(1)
  gatewayId?: number;

  @Field({ label: 'Unread' })
  @IsOptional()
  @IsBoolean()
  unread?: boolean;

  @Field({ label: 'Received from' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Received until' })
  @IsOptional()
  @IsInstant()
  until?: string;
}

/** Replies that have been read, or have not after all: those with `ids`, or all that match the filters of the list. */
export class ReplyReadInput {
  @Field({ label: 'Replies', relation: 'replies' })
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  ids?: number[];

  /** Filters as in the query string, instead of `ids`. */
  @Field({ label: 'All matching' })
  @IsOptional()
  @IsVariables()
  matching?: Record<string, string>;

  @Field({ label: 'Read' })
  @IsBoolean()
  read = true;
}

export class UnreadRepliesView {
  @Field({ label: 'Unread', hint: '99 stands for more, too' })
  @IsInt()
  unread = 0;
}
