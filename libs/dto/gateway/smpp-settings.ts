import {
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { PartReports } from '../message/message-state';
import { DriverDescription } from './driver-description';
import { together } from './driver-rules';

/** How a connection to a message centre is opened (SMPP 3.4 §2.2). */
export enum SmppBind {
  /** One connection for both directions. */
  Transceiver = 'transceiver',
  /** One to send and one to receive. */
  Separate = 'separate',
}

/** How the parts of a message that is longer than one segment are joined. */
export enum SmppLongMessages {
  /** Each segment by itself, with a header that says which it is. */
  Udh = 'udh',
  /** The whole text at once, in `message_payload`; the message centre cuts it. */
  Payload = 'payload',
}

/** How receipts write the id of a message that the answer to it gave. */
export enum SmppReceiptIds {
  Same = 'same',
  /** The answer has it in base 16, receipts in base 10. */
  Decimal = 'decimal',
  /** The answer has it in base 10, receipts in base 16. */
  Hex = 'hex',
}

const CENTRE = 'Message centre';
const PACE = 'Pace';
const CONTENT = 'Messages';
const RECEIPTS = 'Receipts';

const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
/** A C-octet string of so many characters at most. */
const Octets = (most: number): PropertyDecorator =>
  together(
    MaxLength(most, { message: `$property may have at most ${most} characters` }),
    Matches(/^[\x20-\x7e]*$/, { message: '$property must be plain ASCII on one line' }),
  );

/** A message centre that is reached by SMPP 3.4. */
export class SmppSettings {
  @Field({ label: 'Host', section: CENTRE, example: 'smpp.example.com' })
  @Matches(HOST, {
    message: '$property must be a host name such as smpp.example.com, or an IP address',
  })
  host = '';

  @Field({ label: 'Port', section: CENTRE })
  @IsInt()
  @Min(1)
  @Max(65_535)
  port = 2775;

  @Field({ label: 'TLS', section: CENTRE })
  @IsBoolean()
  tls = false;

  @Field({
    label: 'Trusted certificates',
    kind: 'multiline',
    section: CENTRE,
    hint: 'PEM, for TLS with a certificate authority of your own; well-known ones are always trusted',
  })
  @IsOptional()
  @Length(1, 20_000)
  @Matches(/^\s*-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\s*$/, {
    message: '$property must be a certificate in PEM',
  })
  trustedCertificates?: string | null;

  @Field({ label: 'System id', section: CENTRE, example: 'belltower' })
  @IsNotEmpty()
  @Octets(15)
  systemId = '';

  // Eight by the standard; centres that take more are many.
  @Field({
    label: 'Password',
    kind: 'password',
    section: CENTRE,
    hint: 'Eight characters by the standard, more where the operator has it so. Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Octets(64)
  password?: string | null;

  @Field({ label: 'System type', section: CENTRE, hint: 'Only where the operator names one' })
  @IsOptional()
  @Octets(12)
  systemType?: string | null;

  @Field({
    label: 'Connections',
    section: CENTRE,
    choices: {
      [SmppBind.Transceiver]: 'One for both directions',
      [SmppBind.Separate]: 'One to send, one to receive',
    },
  })
  @IsEnum(SmppBind)
  bind = SmppBind.Transceiver;

  @Field({ label: 'Ask whether it is there every', unit: 'seconds', section: CENTRE })
  @IsInt()
  @Min(5)
  @Max(600)
  enquireSeconds = 30;

  @Field({
    label: 'Segments per second',
    section: PACE,
    hint: 'Most that are sent; blank is as fast as they are answered',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 }, { message: '$property may have two decimals at most' })
  @Min(0.1)
  @Max(10_000)
  segmentsPerSecond?: number | null = 10;

  @Field({ label: 'Window', section: PACE, hint: 'Segments that wait for their answer at most' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  window = 10;

  @Field({
    label: 'Answer awaited for',
    unit: 'seconds',
    section: PACE,
    hint: 'After that the message is unknown, and is not sent again',
  })
  @IsInt()
  @Min(1)
  @Max(600)
  answerTimeoutSeconds = 60;

  @Field({
    label: 'Room awaited for',
    unit: 'seconds',
    section: PACE,
    hint: 'While the message centre is away or has no room; after that the message goes back into the queue',
  })
  @IsInt()
  @Min(1)
  @Max(600)
  roomTimeoutSeconds = 60;

  @Field({
    label: 'Numbers with a leading +',
    section: CONTENT,
    hint: 'Off: 442079460123 instead of +442079460123, as the standard has it',
  })
  @IsBoolean()
  plus = false;

  @Field({
    label: 'Code of GSM 7-bit',
    section: CONTENT,
    hint: 'data_coding of texts that GSM 7-bit can carry',
    choices: { '0': '0, the usual', '1': '1' },
  })
  @IsIn([0, 1])
  gsmDataCoding: number = 0;

  @Field({
    label: 'Long messages',
    section: CONTENT,
    choices: {
      [SmppLongMessages.Udh]: 'In segments, joined by a header (UDH)',
      [SmppLongMessages.Payload]: 'At once, in message_payload',
    },
  })
  @IsEnum(SmppLongMessages)
  longMessages = SmppLongMessages.Udh;

  @Field({ label: 'Service type', section: CONTENT, hint: 'Only where the operator names one' })
  @IsOptional()
  @Octets(5)
  serviceType?: string | null;

  @Field({
    label: 'Valid for',
    unit: 'minutes',
    section: CONTENT,
    hint: 'How long the network tries; blank: as long as it does by itself',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_080)
  validityMinutes?: number | null;

  @Field({ label: 'Ask for receipts', section: RECEIPTS })
  @IsBoolean()
  receipts = true;

  @Field({
    label: 'Ids in receipts',
    section: RECEIPTS,
    choices: {
      [SmppReceiptIds.Same]: 'As in the answer',
      [SmppReceiptIds.Decimal]: 'Decimal; the answer has them hexadecimal',
      [SmppReceiptIds.Hex]: 'Hexadecimal; the answer has them decimal',
    },
  })
  @IsEnum(SmppReceiptIds)
  receiptIds = SmppReceiptIds.Same;

  @Field({
    label: 'Receipts of long messages',
    section: RECEIPTS,
    choices: {
      [PartReports.Every]: 'One for every segment',
      [PartReports.One]: 'One for the whole message',
    },
  })
  @IsEnum(PartReports)
  partReports = PartReports.Every;
}

export const SMPP = {
  key: 'smpp',
  label: 'SMPP',
  simulated: false,
  settings: SmppSettings,
  secrets: ['password'],
} satisfies DriverDescription<SmppSettings>;
