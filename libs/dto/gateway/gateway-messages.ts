import { IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { MESSAGE_STATE_WORDS, MessageState } from '../message/message-state';
import { MessageFiguresView } from '../report/message-report';

/** More receipts without a message are not counted: this number stands for as many, or more. */
export const MOST_STRAY_RECEIPTS = 10_000;

/** What has become of the messages of all accounts over a gateway whose turn was within the last 24 hours or so. */
export class GatewayMessagesView extends MessageFiguresView {
  @Field({ label: 'Since', hint: 'A day ago, back to a full quarter of an hour' })
  @IsInstant()
  since = '';

  @Field({
    label: 'Receipts without a message, 24 hours',
    hint: `Ids of which receipts came that are no message’s; ${MOST_STRAY_RECEIPTS} or more`,
  })
  @IsInt()
  strayReceiptsOfDay = 0;

  @Field({
    label: 'Receipts without a message, 3 days',
    hint: `For as long as they are kept; ${MOST_STRAY_RECEIPTS} or more`,
  })
  @IsInt()
  strayReceipts = 0;
}

/** What a provider has reported under an id that is no message's. */
export class StrayReceiptView {
  @Field({ label: 'Came', hint: 'The first of them' })
  @IsInstant()
  at = '';

  @Field({ label: 'Provider’s id', hint: 'As the receipt has it' })
  @IsString()
  providerId = '';

  @Field({ label: 'Looked up as', hint: 'As ids of messages are kept' })
  @IsString()
  key = '';

  @Field({ label: 'State', choices: MESSAGE_STATE_WORDS, hint: 'What was reported last' })
  @IsEnum(MessageState)
  state = MessageState.Unknown;

  /** The provider's own word; null where it has said none. */
  @Field({ label: 'The provider said' })
  @IsOptional()
  @IsString()
  code: string | null = null;

  @Field({ label: 'Receipts', hint: 'Of this id' })
  @IsInt()
  receipts = 1;
}
