import { IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** What a campaign's gateway does for it at this moment. */
export enum CampaignGatewayState {
  /** Calls of the campaign are on it. */
  InUse = 'in-use',
  /** Could take calls. */
  StandingBy = 'standing-by',
  Congested = 'congested',
  Down = 'down',
  Off = 'off',
}

/** One of a campaign's gateways, in its order of preference. */
export class CampaignGatewayView {
  @Field({ label: 'Gateway id', relation: 'gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Gateway', list: true })
  @IsString()
  name = '';

  @Field({ label: 'State', list: true })
  @IsEnum(CampaignGatewayState)
  state = CampaignGatewayState.StandingBy;

  /** Calls of this campaign that are on it. */
  @Field({ label: 'Now', hint: 'Calls, or messages', list: true })
  @IsInt()
  callsNow = 0;

  @Field({ label: 'Channels', list: true })
  @IsInt()
  channels = 0;

  @Field({ label: 'Calls per second', list: true })
  @IsNumber()
  callsPerSecond = 0;

  /** Until when it is given a pause after congestion; null while it is not. */
  @Field({ label: 'Paused until' })
  @IsOptional()
  @IsInstant()
  pausedUntil: string | null = null;
}
