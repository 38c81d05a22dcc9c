import { IsArray, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** Something that went wrong on a gateway lately. */
export class GatewayErrorView {
  @Field({ label: 'When' })
  @IsInstant()
  at = '';

  /** For people: what the carrier said. */
  @Field({ label: 'What' })
  @IsString()
  text = '';
}

/** What a gateway carries at this moment. */
export class GatewayGaugeView {
  @Field({ label: 'Gateway', relation: 'platform/gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Calls now' })
  @IsInt()
  channelsInUse = 0;

  @Field({ label: 'Calls per second' })
  @IsNumber()
  callsLastSecond = 0;

  /** Until when it is given no calls because it was congested; null while it is not. */
  @Field({ label: 'Backed off until' })
  @IsOptional()
  @IsInstant()
  backedOffUntil: string | null = null;

  @Field({ label: 'Answered', hint: 'Answer-seizure ratio: answered calls among all, from 0 to 1' })
  @IsOptional()
  @IsNumber()
  answeredShare: number | null = null;

  @Field({ label: 'Average talk time', unit: 'seconds' })
  @IsOptional()
  @IsNumber()
  averageTalkSeconds: number | null = null;

  @Field({ label: 'Short calls', hint: 'Of the answered, those of up to six seconds; from 0 to 1' })
  @IsOptional()
  @IsNumber()
  shortShare: number | null = null;

  @Field({ label: 'Last errors', of: GatewayErrorView })
  @IsArray()
  lastErrors: GatewayErrorView[] = [];

  @Field({ label: 'Seen' })
  @IsInstant()
  at = '';
}
