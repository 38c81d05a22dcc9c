import {
  ArrayMaxSize,
  IsArray,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field, FieldOptions } from '../field/field';
import { DriverDescription } from './driver-description';
import { IsOneLine, together } from './driver-rules';
import { AreHeaders, IsBodyOfFormat, IsProviderAddress } from './http-sms-rules';

/** How a request says who we are. */
export enum HttpSmsAccess {
  /** With what is in the address, the headers or the body. */
  Template = 'template',
  Basic = 'basic',
  Bearer = 'bearer',
}

/** What the body of a request is, which says how values are put into it. */
export enum HttpSmsFormat {
  Form = 'form',
  Json = 'json',
  Xml = 'xml',
}

const REQUEST = 'Request';
const ANSWER = 'Answer';
const RECEIPTS = 'Receipts';
const REPLIES = 'Replies';

/** Names of properties, places in lists, and `*` for every place in a list. */
const PATH = /^[^.\s]{1,60}(\.[^.\s]{1,60}){0,9}$/;
/** Without brackets: forms have them in names, JSON is not asked by them. */
const PATH_IN_JSON = /^[^.\s[\]]{1,60}(\.[^.\s[\]]{1,60}){0,9}$/;

/** Where in an answer or a report something is. */
const Path = (label: string, section: string, hint?: string): PropertyDecorator =>
  together(
    Field({ label, section, hint }),
    IsOptional(),
    Matches(section === ANSWER ? PATH_IN_JSON : PATH, {
      message: '$property must look like messages.0.id',
    }),
  );

/** Words of the provider, whatever their case. */
const Words = (options: FieldOptions): PropertyDecorator =>
  together(Field(options), IsArray(), ArrayMaxSize(50), Length(1, 60, { each: true }));

/** Statuses of answers that are no 2xx. */
function Statuses(label: string, hint: string): PropertyDecorator {
  const each = {
    each: true,
    message: 'each of $property must be an HTTP status from 300 to 599, such as 429',
  };
  return together(
    Field({ label, section: ANSWER, hint }),
    ...[IsArray(), ArrayMaxSize(50), IsInt(each), Min(300, each), Max(599, each)],
  );
}

/** A provider that is asked over HTTP. Values of `{number}`, `{text}` and the like are put into address, headers and body. */
export class HttpSmsSettings {
  @Field({ label: 'Method', section: REQUEST })
  @IsIn(['POST', 'PUT', 'GET'])
  method: string = 'POST';

  @Field({
    label: 'Address',
    section: REQUEST,
    example: 'https://api.example.com/{user}/messages',
    hint: 'Values: {number}, {digits} (without +), {sender}, {text}, {encoding}, {id}, {callback}, {user}, {password}',
  })
  @Length(1, 1_000)
  @IsProviderAddress()
  url = '';

  @Field({
    label: 'Access',
    section: REQUEST,
    choices: {
      [HttpSmsAccess.Template]: 'By address, headers or body',
      [HttpSmsAccess.Basic]: 'User and password (Basic)',
      [HttpSmsAccess.Bearer]: 'Password as token (Bearer)',
    },
  })
  @IsEnum(HttpSmsAccess)
  access = HttpSmsAccess.Template;

  @Field({ label: 'User', section: REQUEST, hint: 'Whatever the provider calls an account' })
  @IsOptional()
  @Length(1, 200)
  @IsOneLine()
  user?: string | null;

  @Field({
    label: 'Password',
    kind: 'password',
    section: REQUEST,
    hint: 'Or key, or token. Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Length(1, 500)
  @IsOneLine()
  password?: string | null;

  @Field({ label: 'Headers', section: REQUEST, hint: 'Each as Name: value' })
  @IsArray()
  @ArrayMaxSize(30)
  @AreHeaders()
  headers: string[] = [];

  @Field({
    label: 'Format',
    section: REQUEST,
    choices: {
      [HttpSmsFormat.Form]: 'Form',
      [HttpSmsFormat.Json]: 'JSON',
      [HttpSmsFormat.Xml]: 'XML',
    },
  })
  @IsEnum(HttpSmsFormat)
  format = HttpSmsFormat.Json;

  @Field({
    label: 'Body',
    kind: 'multiline',
    section: REQUEST,
    example: '{"to": "{number}", "text": "{text}"}',
    hint: 'With the same values; empty for a GET',
  })
  @IsOptional()
  @MaxLength(10_000)
  @IsBodyOfFormat()
  body?: string | null;

  @Field({
    label: '{encoding} of GSM 7-bit',
    section: REQUEST,
    hint: 'For providers that want to be told; what {encoding} stands for',
  })
  @IsOptional()
  @MaxLength(40)
  gsmWord?: string | null;

  @Field({ label: '{encoding} of Unicode', section: REQUEST })
  @IsOptional()
  @MaxLength(40)
  unicodeWord?: string | null;

  @Field({ label: 'Sender', section: REQUEST, hint: 'Where a campaign names none' })
  @IsOptional()
  @Length(1, 20)
  @IsOneLine()
  sender?: string | null;

  @Field({
    label: 'Answer awaited for',
    unit: 'seconds',
    section: REQUEST,
    hint: 'After that the message is unknown, and is not sent again',
  })
  @IsInt()
  @Min(1)
  @Max(300)
  answerTimeoutSeconds = 30;

  @Path('Id at', ANSWER, 'Such as messages.*.id; blank: our own {id} stands for the message')
  idPath?: string | null;

  @Path('Taken if', ANSWER, 'Where it says so; blank: any answer of 200 to 299')
  takenPath?: string | null;

  @Words({ label: 'is one of', section: ANSWER, hint: 'What stands there for a message taken' })
  takenWords: string[] = [];

  @Path('Reason at', ANSWER, 'Why a message was not taken')
  codePath?: string | null;

  @Words({
    label: 'Reasons that reject the message',
    section: ANSWER,
    hint: 'Its number, sender or text; it is not tried again',
  })
  rejectedWords: string[] = [];

  @Words({
    label: 'Reasons for which there is no room',
    section: ANSWER,
    hint: 'It goes back into the queue; so does what is answered with a status of these',
  })
  busyWords: string[] = [];

  @Statuses(
    'Statuses without room',
    'HTTP statuses by which nothing was taken: no room, or no access',
  )
  busyStatuses: number[] = [401, 402, 403, 407, 429, 503];

  @Statuses('Statuses that reject the message', 'Unless the reason says otherwise')
  rejectedStatuses: number[] = [400, 422];

  @Field({
    label: 'Secret of the webhook',
    kind: 'password',
    section: RECEIPTS,
    hint: 'Part of {callback}; reports without it are refused. Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{16,100}$/, {
    message: '$property must be 16 to 100 letters, digits, “_” and “-”',
  })
  webhookSecret?: string | null;

  @Path('Reports at', RECEIPTS, 'A list of them; blank: the request is one report')
  reportsPath?: string | null;

  @Path('Id at', RECEIPTS)
  receiptIdPath?: string | null;

  @Path('State at', RECEIPTS)
  statePath?: string | null;

  @Path('Reason at', RECEIPTS)
  receiptCodePath?: string | null;

  @Words({ label: 'Delivered', section: RECEIPTS, hint: 'What stands there, in any case' })
  deliveredWords: string[] = ['delivered'];

  @Words({ label: 'Undelivered', section: RECEIPTS })
  undeliveredWords: string[] = ['undelivered', 'undeliverable'];

  @Words({ label: 'Expired', section: RECEIPTS })
  expiredWords: string[] = ['expired'];

  @Words({ label: 'Failed', section: RECEIPTS })
  failedWords: string[] = ['failed'];

  @Words({ label: 'Rejected', section: RECEIPTS })
  rejectedStates: string[] = ['rejected'];

  @Words({ label: 'Unknown', section: RECEIPTS, hint: 'All others mean that it is on its way' })
  unknownWords: string[] = ['unknown'];

  @Path('Is a reply if', REPLIES, 'Blank: if it has a text and no state')
  replyMarkPath?: string | null;

  @Words({ label: 'is one of', section: REPLIES })
  replyMarkWords: string[] = [];

  @Path('Id at', REPLIES)
  replyIdPath?: string | null;

  @Path('From', REPLIES)
  replyFromPath?: string | null;

  @Path('To', REPLIES)
  replyToPath?: string | null;

  @Path('Text at', REPLIES)
  replyTextPath?: string | null;
}

export const HTTP_SMS = {
  key: 'http',
  label: 'HTTP',
  simulated: false,
  settings: HttpSmsSettings,
  secrets: ['password', 'webhookSecret'],
} satisfies DriverDescription<HttpSmsSettings>;
