import {
  IsArray,
  IsEnum,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';

/** What every test call and message needs. */
export class NumberToTry {
  @Field({
    label: 'Number',
    kind: 'phone',
    hint: 'In international format, such as +12025550123; a real gateway really reaches it',
  })
  @Matches(/^\+[1-9]\d{6,14}$/, {
    message: '$property must be in international format, such as +12025550123',
  })
  number = '';
}

/** One call to find out whether a gateway really reaches a phone. */
export class TestCallInput extends NumberToTry {
  @Field({ label: 'What to say', kind: 'multiline' })
  @Length(1, 500)
  message = 'This is a test call.';
}

/** One moment of a test call. */
export class TestCallEventView {
  @Field({ label: 'After', unit: 'seconds' })
  @IsNumber()
  afterSeconds = 0;

  /** For example `ringing`, `answered`, `digit`; of a campaign's call also `asked`, `answer`, `opt-out`, `transfer`. */
  @Field({ label: 'What' })
  @IsString()
  event = '';

  @Field({ label: 'Detail' })
  @IsOptional()
  @IsString()
  detail: string | null = null;
}

/** What became of a test call. */
export class TestCallView {
  /** As the gateway was to dial it, after its prefixes. */
  @Field({ label: 'Dialled' })
  @IsString()
  dialled = '';

  @Field({ label: 'Disposition' })
  @IsEnum(Disposition)
  disposition = Disposition.Answered;

  @Field({ label: 'SIP status' })
  @IsOptional()
  @IsInt()
  sipStatus: number | null = null;

  @Field({ label: 'Q.850 cause' })
  @IsOptional()
  @IsInt()
  q850: number | null = null;

  @Field({ label: 'Events', of: TestCallEventView })
  @IsArray()
  events: TestCallEventView[] = [];
}

/** A line of what is told while a test call lasts: something that has happened or, as the last one, how it ended. */
export class TestCallNewsView {
  @Field({ label: 'Event', of: TestCallEventView })
  @IsOptional()
  @IsObject()
  event: TestCallEventView | null = null;

  @Field({ label: 'Result', of: TestCallView })
  @IsOptional()
  @IsObject()
  result: TestCallView | null = null;
}
