import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Length,
  Matches,
} from 'class-validator';
import { Field } from '../field/field';
import { DriverDescription } from './driver-description';
import { IsOneLine, IsSharedFolder } from './driver-rules';
import { VOICE_LANGUAGES } from './voice-languages';

const SWITCH = 'Switch';
const SOUND = 'Sound';

const ADDRESS =
  /^https?:\/\/([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?(\/[A-Za-z0-9_-]{1,60})?\/?$/;
/** A technology, and then nothing but names, the number and what joins them: no second endpoint, no option. */
const ENDPOINT =
  /^(PJSIP|SIP|IAX2|DAHDI|Local)\/(?=[^{}]*\{number\}[^{}]*$)[A-Za-z0-9_.@:/{}+*#-]{1,120}$/;

/** One Asterisk or several, which place the calls; asked over the Asterisk REST Interface. */
export class AsteriskSettings {
  @Field({
    label: 'Addresses',
    section: SWITCH,
    example: ['http://192.0.2.10:8088'],
    hint: 'Of Asterisk’s HTTP server. Calls are spread over all that are up',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(ADDRESS, {
    each: true,
    message: 'each of $property must look like http://192.0.2.10:8088',
  })
  nodes: string[] = [];

  @Field({ label: 'User', section: SWITCH, hint: 'As in ari.conf; the same on all of them' })
  @Length(1, 120)
  @Matches(/^[^:\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line without a colon' })
  user = 'belltower';

  @Field({
    label: 'Password',
    kind: 'password',
    section: SWITCH,
    hint: 'Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Length(1, 200)
  @IsOneLine()
  password?: string | null;

  @Field({
    label: 'Endpoint',
    section: SWITCH,
    example: 'PJSIP/{number}@trunk',
    hint: 'What Asterisk dials; {number} is the number that is called',
  })
  @Matches(ENDPOINT, { message: '$property must look like PJSIP/{number}@trunk' })
  endpoint = 'PJSIP/{number}@trunk';

  @Field({
    label: 'Numbers with a leading +',
    section: SWITCH,
    hint: 'Off: 442079460123 instead of +442079460123, for called number and caller ID',
  })
  @IsBoolean()
  plus = true;

  @Field({ label: 'Language of the voice', section: SOUND, choices: VOICE_LANGUAGES })
  @IsIn(Object.keys(VOICE_LANGUAGES))
  language: string = 'en-us';

  @Field({
    label: 'Folder of sounds',
    section: SOUND,
    example: '/srv/belltower/sounds',
    hint: 'Seen by Asterisk too, for example over NFS. Blank: a folder of this installation’s data',
  })
  @IsOptional()
  @IsSharedFolder()
  soundFolder?: string | null;

  @Field({
    label: 'The same folder on the switches',
    section: SOUND,
    example: '/mnt/belltower/sounds',
    hint: 'Where Asterisk sees that folder; blank: at the same place',
  })
  @IsOptional()
  @IsSharedFolder()
  soundFolderOnSwitch?: string | null;
}

export const ASTERISK = {
  key: 'asterisk',
  label: 'Asterisk',
  simulated: false,
  settings: AsteriskSettings,
  secrets: ['password'],
} satisfies DriverDescription<AsteriskSettings>;
