import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsVariables } from '../field/rules';
import { NumberToTry } from '../gateway/test-call';
import { MessageEncoding } from '../message/message-size';
import { HasPlaceholders } from './call-content';
import { IsMessageText } from './message-content';

/** A text, and whom it may go to. */
export class MessagePreviewInput {
  @Field({ label: 'Text', kind: 'multiline' })
  @IsString()
  @IsMessageText()
  @HasPlaceholders()
  message = '';

  @Field({ label: 'Phonebooks', relation: 'phonebooks' })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  phonebookIds: number[] = [];
}

/** The message that one person would get. */
export class MessageSampleView {
  @Field({ label: 'Contact id' })
  @IsInt()
  contactId = 0;

  @Field({ label: 'Contact', list: true })
  @IsOptional()
  @IsString()
  contactName: string | null = null;

  @Field({ label: 'Number', kind: 'phone', list: true })
  @IsString()
  number = '';

  /** What is known of the person, of what the text asks for. */
  @Field({ label: 'Values' })
  @IsVariables()
  values: Record<string, string> = {};

  @Field({ label: 'Text', list: true })
  @IsString()
  text = '';

  @Field({ label: 'Encoding', list: true })
  @IsEnum(MessageEncoding)
  encoding = MessageEncoding.Gsm7;

  @Field({ label: 'Segments', list: true })
  @IsInt()
  segments = 0;
}

/** What a text comes to when everybody in some phonebooks gets it once. */
export class MessagePreviewView {
  /** Different numbers of active contacts. */
  @Field({ label: 'Messages' })
  @IsInt()
  messages = 0;

  /** What they come to, as networks charge them. */
  @Field({ label: 'Segments' })
  @IsInt()
  segments = 0;

  /** Of these, messages that cannot be sent in GSM 7-bit. */
  @Field({ label: 'In Unicode' })
  @IsInt()
  unicode = 0;

  /** Of these, messages with nothing in them once everything is filled in: they are not sent. */
  @Field({ label: 'Empty' })
  @IsInt()
  empty = 0;

  /** Whether the counts are estimated from a sample. */
  @Field({ label: 'About' })
  @IsBoolean()
  approximate = false;

  @Field({ label: 'Examples', of: MessageSampleView, hint: 'The longest first' })
  @IsArray()
  samples: MessageSampleView[] = [];
}

/** One message as a campaign would send it, for whoever wants to see it on a phone before anybody gets it. */
export class CampaignTestMessageInput extends NumberToTry {
  @Field({
    label: 'As if it were for',
    relation: 'contacts',
    hint: 'Whose values are filled in; blank: nothing is known of whoever gets it',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  contactId?: number | null;
}
