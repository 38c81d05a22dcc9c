import { ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';
import { MessageState } from '../message/message-state';
import { Outcome } from '../subscriber/outcome';
import { SMS, VOICE } from './campaign-basics';
import { CampaignContent } from './campaign-content';
import {
  EVER_RETRYABLE,
  IsRetried,
  IsRetryRules,
  MOST_RETRIES,
  RETRY_AFTER,
  RETRYABLE,
  RetryRule,
} from './retry-policy';

const DIALING = 'Dialing';
const SENDING = { when: SMS, section: 'Sending' } as const;

/** How fast a campaign goes about it, and how often it tries again. */
export class CampaignPace extends CampaignContent {
  @Field({
    label: 'Calls per minute',
    section: DIALING,
    list: true,
    sort: true,
    hint: 'Over all of its gateways',
    variants: [{ ...SENDING, label: 'Messages per minute' }],
  })
  @IsInt()
  @Min(1)
  @Max(60_000)
  callsPerMinute: number | null = 60;

  @Field({
    label: 'Channels',
    section: DIALING,
    when: VOICE,
    hint: 'Most calls at the same time; blank: as many as the gateways have',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  channels?: number | null;

  @Field({ label: 'Ring timeout', unit: 'seconds', section: DIALING, when: VOICE })
  @IsInt()
  @Min(5)
  @Max(600)
  ringTimeoutSeconds: number | null = 45;

  @Field({ label: 'Longest call', unit: 'seconds', section: DIALING, when: VOICE })
  @IsInt()
  @Min(5)
  @Max(86_400)
  maxCallSeconds: number | null = 1_800;

  @Field({
    label: 'Retries',
    section: DIALING,
    hint: 'Further attempts after the first, however they end',
    variants: [SENDING],
  })
  @IsInt()
  @Min(0)
  @Max(MOST_RETRIES)
  maxRetries: number | null = 0;

  @Field({ label: 'Retry after', unit: 'seconds', section: DIALING, variants: [SENDING] })
  @IsInt()
  @Min(RETRY_AFTER.min)
  @Max(RETRY_AFTER.max)
  retryAfterSeconds: number | null = 300;

  /** Of a new campaign those of both channels, of which only its own count. */
  @Field({
    label: 'Retry when',
    section: DIALING,
    variants: [
      { when: VOICE, options: RETRYABLE.voice },
      { ...SENDING, options: RETRYABLE.sms },
    ],
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(EVER_RETRYABLE, {
    each: true,
    message: '$property has an outcome after which nothing is retried',
  })
  @IsRetried()
  retryOn: Outcome[] = [
    Disposition.Busy,
    Disposition.NoAnswer,
    Disposition.Failed,
    Disposition.Interrupted,
    MessageState.Undelivered,
    MessageState.Expired,
  ];

  @Field({
    label: 'Retries by outcome',
    section: DIALING,
    of: RetryRule,
    hint: 'Outcomes with a number of retries, or an interval, of their own',
    variants: [SENDING],
  })
  @IsOptional()
  @IsArray()
  @IsRetryRules('retryOn')
  retryRules: RetryRule[] = [];
}
