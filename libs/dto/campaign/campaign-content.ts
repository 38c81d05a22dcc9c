import {
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { Field } from '../field/field';
import { IsGivenWith } from '../field/rules';
import { Channel } from '../gateway/gateway';
import { VOICE_LANGUAGES } from '../gateway/voice-languages';
import {
  HasPlaceholders,
  IsKey,
  IsOwnKey,
  IsQuestions,
  LONGEST_SPOKEN,
  Question,
  RECORDING_SECONDS,
} from './call-content';
import { CampaignBasics, SMS, VOICE } from './campaign-basics';
import { BLANK_TEXT, FitsChannel, IsMessageText } from './message-content';

const CONTENT = 'Content';

/** What a campaign says in its calls, or sends. */
export class CampaignContent extends CampaignBasics {
  @Field({
    label: 'Recording',
    relation: 'audio',
    section: CONTENT,
    when: VOICE,
    hint: 'Played when somebody answers; blank: the message is spoken',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  audioId?: number | null;

  @Field({
    label: 'Message',
    kind: 'multiline',
    section: CONTENT,
    hint: 'Spoken when somebody answers, unless a recording is played; {first_name|friend} is filled in for each person',
    variants: [
      {
        when: SMS,
        label: 'Text',
        hint: '{first_name|friend} is filled in for each person',
        required: true,
      },
    ],
  })
  @ValidateIf(
    ({ channel, audioId, message }: CampaignContent) =>
      channel === Channel.Sms || !audioId || !!message,
  )
  @FitsChannel()
  @HasPlaceholders()
  @MinLength(1, {
    message: ({ object }) => BLANK_TEXT[(object as CampaignContent).channel] ?? BLANK_TEXT.voice,
  })
  message = '';

  @Field({
    label: 'Answer to STOP',
    kind: 'multiline',
    section: CONTENT,
    when: SMS,
    hint: 'Sent once to whoever asks for no more messages; blank: nothing is',
  })
  @IsOptional()
  @IsMessageText()
  stopConfirmation?: string | null;

  @Field({
    label: 'Language of the voice',
    section: CONTENT,
    when: VOICE,
    choices: VOICE_LANGUAGES,
    hint: 'Blank: that of the gateway',
  })
  @IsOptional()
  @IsIn(Object.keys(VOICE_LANGUAGES))
  language?: string | null;

  @Field({
    label: 'Key to opt out',
    section: CONTENT,
    when: VOICE,
    hint: 'Pressing it puts the number on the opt-out list at once, whatever is being said',
  })
  @IsOptional()
  @IsKey()
  optOutKey?: string | null;

  @Field({
    label: 'Recording after opting out',
    relation: 'audio',
    section: CONTENT,
    when: VOICE,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  optOutAudioId?: number | null;

  @Field({
    label: 'Said after opting out',
    section: CONTENT,
    when: VOICE,
    hint: 'Blank: the call ends at once',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  optOutConfirmation?: string | null;

  @Field({
    label: 'Key to hear it again',
    section: CONTENT,
    when: VOICE,
    hint: 'The message, or the question that is being asked',
  })
  @IsOptional()
  @IsKey()
  @IsOwnKey()
  repeatKey?: string | null;

  @Field({
    label: 'Key to be connected',
    section: CONTENT,
    when: VOICE,
    hint: 'Pressing it calls another number over the same gateway and connects the two',
  })
  @IsOptional()
  @IsKey()
  @IsOwnKey()
  @IsGivenWith('transferNumber', { message: '$property needs the number to connect with' })
  transferKey?: string | null;

  @Field({
    label: 'Number to connect with',
    kind: 'phone',
    section: CONTENT,
    when: VOICE,
    hint: 'In international format, such as +12025550123',
  })
  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}$/, {
    message: '$property must be in international format, such as +12025550123',
  })
  transferNumber?: string | null;

  @Field({
    label: 'Questions',
    section: CONTENT,
    when: VOICE,
    of: Question,
    hint: 'Asked after the message, one after the other, and answered by keys',
  })
  @IsOptional()
  @IsArray()
  @IsQuestions()
  questions: Question[] = [];

  @Field({
    label: 'Recording before they speak',
    relation: 'audio',
    section: CONTENT,
    when: VOICE,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  recordAudioId?: number | null;

  @Field({
    label: 'Asked before recording',
    kind: 'multiline',
    section: CONTENT,
    when: VOICE,
    hint: 'After it, what the person says is recorded; blank: nothing is',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  recordPrompt?: string | null;

  @Field({ label: 'Longest recording', unit: 'seconds', section: CONTENT, when: VOICE })
  @IsInt()
  @Min(RECORDING_SECONDS.min)
  @Max(RECORDING_SECONDS.max)
  recordSeconds: number | null = 30;

  @Field({
    label: 'Recorded goodbye',
    relation: 'audio',
    section: CONTENT,
    when: VOICE,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  goodbyeAudioId?: number | null;

  @Field({
    label: 'Goodbye',
    kind: 'multiline',
    section: CONTENT,
    when: VOICE,
    hint: 'Said last, before the call ends',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  goodbye?: string | null;
}
