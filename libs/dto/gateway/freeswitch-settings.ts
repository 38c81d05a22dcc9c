import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { DriverDescription } from './driver-description';
import { HOST_AND_PORT, IsOneLine, IsSharedFolder, VOICE_CODECS, VoiceCodec } from './driver-rules';
import { VOICE_LANGUAGES } from './voice-languages';

const SWITCH = 'Switch';
const CALLER = 'Caller ID';
const MEDIA = 'Sound';

/** FreeSWITCH as the way to the phone network: one switch or several, all with the same gateway. */
export class FreeswitchSettings {
  @Field({
    label: 'Switches',
    section: SWITCH,
    example: '10.0.0.5:8021',
    hint: 'Hosts of FreeSWITCH, as host:port where its event socket is not on 8021; several are parted by commas, and calls go to the one with the most room',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(HOST_AND_PORT, {
    each: true,
    message: 'each of $property must be a host name or IPv4 address, with a port if need be',
  })
  nodes: string[] = [];

  @Field({
    label: 'Password',
    kind: 'password',
    section: SWITCH,
    hint: 'Of the event socket, the same on all switches. Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Length(1, 200)
  @IsOneLine()
  password?: string | null;

  @Field({
    label: 'Gateway',
    section: SWITCH,
    example: 'carrier',
    hint: 'Its name in the switch’s own set-up: calls are dialled over sofia/gateway/name',
  })
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, {
    message: '$property must be letters, digits, “.”, “_” or “-”',
  })
  gateway = '';

  @Field({
    label: 'Numbers with a leading +',
    section: CALLER,
    hint: 'Off: 442079460123 instead of +442079460123, for called number and caller ID',
  })
  @IsBoolean()
  plus = true;

  @Field({ label: 'Withhold the caller ID', section: CALLER, hint: 'The phone shows no number' })
  @IsBoolean()
  withheld = false;

  @Field({ label: 'Language of the voice', section: MEDIA, choices: VOICE_LANGUAGES })
  @IsIn(Object.keys(VOICE_LANGUAGES))
  language: string = 'en-us';

  @Field({
    label: 'Codecs',
    section: MEDIA,
    hint: 'In order of preference',
    choices: VOICE_CODECS,
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsEnum(VoiceCodec, { each: true })
  codecs: VoiceCodec[] = [VoiceCodec.Pcmu, VoiceCodec.Pcma];

  @Field({
    label: 'Hang up after no sound for',
    unit: 'seconds',
    section: MEDIA,
    hint: 'When not a single packet comes from the other side; 0: never',
  })
  @IsInt()
  @Min(0)
  @Max(3_600)
  soundTimeoutSeconds = 60;

  @Field({
    label: 'Folder of sounds',
    section: MEDIA,
    example: '/var/lib/belltower/sounds',
    hint: 'Where this machine puts what is played and finds what was recorded; the switches have to reach it. Blank: “sounds” in the data directory',
  })
  @IsOptional()
  @IsSharedFolder()
  soundFolder?: string | null;

  @Field({
    label: 'The same folder on the switches',
    section: MEDIA,
    example: '/mnt/belltower/sounds',
    hint: 'Its path as FreeSWITCH sees it; blank: the same',
  })
  @IsOptional()
  @IsSharedFolder()
  soundFolderOnSwitch?: string | null;
}

export const FREESWITCH = {
  key: 'freeswitch',
  label: 'FreeSWITCH',
  simulated: false,
  settings: FreeswitchSettings,
  secrets: ['password'],
} satisfies DriverDescription<FreeswitchSettings>;
