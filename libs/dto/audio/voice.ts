import { IsString, Length, Matches, MaxLength } from 'class-validator';
import { Field } from '../field/field';
import { IsNotBlank } from '../field/rules';

/** Longest text that can be listened to, in characters. */
export const LONGEST_SPOKEN_TEXT = 2_000;

/** A language in which texts can be spoken on this installation. */
export class VoiceView {
  @Field({ label: 'Language', example: 'en-us' })
  @IsString()
  language = '';

  @Field({ label: 'Name', example: 'English (United States)' })
  @MaxLength(120)
  label = '';

  @Field({ label: 'Spoken by', example: 'eSpeak NG' })
  @MaxLength(120)
  speaker = '';
}

/** A text to listen to before anybody is called. */
export class VoiceTrialInput {
  @Field({ label: 'Text', kind: 'multiline', example: 'Hello. This is your clinic.' })
  @Length(1, LONGEST_SPOKEN_TEXT)
  @IsNotBlank()
  text = '';

  @Field({ label: 'Language', example: 'en-us', hint: 'One of those that can be spoken here' })
  @Matches(/^[a-z][a-z0-9-]{1,30}$/, { message: '$property must look like en-us' })
  language = 'en-us';
}
