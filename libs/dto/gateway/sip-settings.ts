import {
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
import { HOST_AND_PORT, IsOneLine, VOICE_CODECS, VoiceCodec } from './driver-rules';
import { VOICE_LANGUAGES } from './voice-languages';

export enum SipTransport {
  Udp = 'udp',
  Tcp = 'tcp',
  Tls = 'tls',
}

/** Where a trunk looks for the number of the caller. */
export enum SipCallerIdIn {
  From = 'from',
  Asserted = 'asserted',
  Both = 'both',
}

const TRUNK = 'Trunk';
const CALLER = 'Caller ID';
const MEDIA = 'Sound';

/** A host name or IPv4 address, with a port where asked for. */
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const NO_HOST = '$property must be a host name such as sip.example.com, or an IP address';
const IPV4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;

/** A SIP trunk, with which calls are placed without any other software. */
export class SipSettings {
  @Field({ label: 'Host', section: TRUNK, example: 'sip.example.com' })
  @Matches(HOST, { message: NO_HOST })
  host = '';

  @Field({
    label: 'Port',
    section: TRUNK,
    hint: 'Blank: what DNS says, or else 5060, with TLS 5061',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number | null;

  @Field({
    label: 'Transport',
    section: TRUNK,
    choices: { udp: 'UDP', tcp: 'TCP', tls: 'TLS' },
  })
  @IsEnum(SipTransport)
  transport = SipTransport.Udp;

  @Field({ label: 'User', section: TRUNK, hint: 'Blank for a trunk that knows us by our address' })
  @IsOptional()
  @Length(1, 120)
  @IsOneLine()
  user?: string | null;

  @Field({
    label: 'Password',
    kind: 'password',
    section: TRUNK,
    hint: 'Never shown again; blank leaves it as it is',
  })
  @IsOptional()
  @Length(1, 200)
  @IsOneLine()
  password?: string | null;

  @Field({
    label: 'Register',
    section: TRUNK,
    hint: 'For trunks that ask for it: calls are placed only while it is registered',
  })
  @IsBoolean()
  register = false;

  @Field({ label: 'Registered for', unit: 'seconds', section: TRUNK })
  @IsInt()
  @Min(60)
  @Max(86_400)
  registerSeconds = 300;

  @Field({
    label: 'Ask whether it is there',
    section: TRUNK,
    hint: 'With OPTIONS, every minute; off for a trunk that never answers them',
  })
  @IsBoolean()
  askOptions = true;

  @Field({ label: 'Domain', section: TRUNK, hint: 'Blank: the host' })
  @IsOptional()
  @Matches(HOST, { message: NO_HOST })
  domain?: string | null;

  @Field({
    label: 'Outbound proxy',
    section: TRUNK,
    example: 'proxy.example.com:5060',
    hint: 'Everything goes there first; blank: straight to the host',
  })
  @IsOptional()
  @Matches(HOST_AND_PORT, { message: NO_HOST })
  outboundProxy?: string | null;

  @Field({
    label: 'Trusted certificates',
    kind: 'multiline',
    section: TRUNK,
    hint: 'PEM, for TLS with a certificate authority of your own; well-known ones are always trusted',
  })
  @IsOptional()
  @Length(1, 20_000)
  @Matches(/^\s*-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\s*$/, {
    message: '$property must be a certificate in PEM',
  })
  trustedCertificates?: string | null;

  @Field({
    label: 'Numbers with a leading +',
    section: CALLER,
    hint: 'Off: 442079460123 instead of +442079460123, for called number and caller ID',
  })
  @IsBoolean()
  plus = true;

  @Field({
    label: 'Caller ID in',
    section: CALLER,
    choices: {
      from: 'From',
      asserted: 'P-Asserted-Identity; From holds the user',
      both: 'From and P-Asserted-Identity',
    },
  })
  @IsEnum(SipCallerIdIn)
  callerIdIn = SipCallerIdIn.From;

  @Field({
    label: 'Withhold the caller ID',
    section: CALLER,
    hint: 'The phone shows no number; the trunk still gets it in P-Asserted-Identity',
  })
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
    label: 'Public address',
    section: MEDIA,
    example: '203.0.113.10',
    hint: 'Behind a router: the address under which the trunk reaches this machine',
  })
  @IsOptional()
  @Matches(IPV4, { message: '$property must be an IPv4 address' })
  publicAddress?: string | null;

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
    label: 'Call even if nothing can speak',
    section: MEDIA,
    hint: 'People who answer hear silence: only for trying a trunk',
  })
  @IsBoolean()
  allowSilence = false;
}

export const SIP = {
  key: 'sip',
  label: 'SIP trunk',
  simulated: false,
  settings: SipSettings,
  secrets: ['password'],
} satisfies DriverDescription<SipSettings>;
