import {
  IsArray,
  IsEnum,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
} from 'class-validator';
import { Field } from '../field/field';
import { MessageEncoding } from '../message/message-size';
import { MessageState } from '../message/message-state';
import { IsMessageText } from '../campaign/message-content';
import { NumberToTry } from './test-call';

/** One message to find out whether a gateway really reaches a phone. */
export class TestMessageInput extends NumberToTry {
  @Field({ label: 'Text', kind: 'multiline' })
  @IsNotEmpty()
  @IsMessageText()
  text = 'This is a test message.';
}

/** One moment of a test message. */
export class TestMessageEventView {
  @Field({ label: 'After', unit: 'seconds', hint: 'Since it was handed over' })
  @IsNumber()
  afterSeconds = 0;

  /** `handed-over`, `answered` or `receipt`. */
  @Field({ label: 'What' })
  @IsString()
  event = '';

  @Field({ label: 'State' })
  @IsOptional()
  @IsEnum(MessageState)
  state: MessageState | null = null;

  /** Which part of a long message a receipt is about, from 1; null where it is the whole. */
  @Field({ label: 'Part' })
  @IsOptional()
  @IsInt()
  part: number | null = null;

  @Field({ label: 'Code', hint: 'The provider’s own word' })
  @IsOptional()
  @IsString()
  code: string | null = null;

  @Field({ label: 'Detail' })
  @IsOptional()
  @IsString()
  detail: string | null = null;
}

/** What became of a test message within a minute. */
export class TestMessageView {
  /** As the gateway was given it, after its prefixes. */
  @Field({ label: 'Sent to' })
  @IsString()
  number = '';

  /** Null where the provider chooses. */
  @Field({ label: 'Sender' })
  @IsOptional()
  @IsString()
  sender: string | null = null;

  /** With everything filled in. */
  @Field({ label: 'Text' })
  @IsString()
  text = '';

  @Field({ label: 'Encoding' })
  @IsEnum(MessageEncoding)
  encoding = MessageEncoding.Gsm7;

  @Field({ label: 'Segments' })
  @IsInt()
  segments = 1;

  /** Known so far: receipts that come later are not waited for. */
  @Field({ label: 'State' })
  @IsEnum(MessageState)
  state = MessageState.Sent;

  /** The provider’s names of its parts, in order. */
  @Field({ label: 'Provider’s ids' })
  @IsArray()
  @IsString({ each: true })
  ids: string[] = [];

  @Field({ label: 'Events', of: TestMessageEventView })
  @IsArray()
  events: TestMessageEventView[] = [];
}

/** A line of what is told while a test message is on its way: something that has happened or, as the last one, the result. */
export class TestMessageNewsView {
  @Field({ label: 'Event', of: TestMessageEventView })
  @IsOptional()
  @IsObject()
  event: TestMessageEventView | null = null;

  @Field({ label: 'Result', of: TestMessageView })
  @IsOptional()
  @IsObject()
  result: TestMessageView | null = null;
}
