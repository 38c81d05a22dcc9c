import { IsBoolean, IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Channel, GatewayStatus } from './gateway';

/** A gateway as an account that may use it sees it. */
export class GrantedGatewayView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name', list: true, sort: true })
  @IsString()
  name = '';

  @Field({ label: 'Channel', list: true, choices: { voice: 'Voice', sms: 'SMS' } })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({
    label: 'At the same time',
    list: true,
    hint: 'Most calls, or messages being handed over',
  })
  @IsInt()
  channels = 0;

  @Field({ label: 'Per second', list: true, hint: 'Calls, or messages' })
  @IsNumber()
  callsPerSecond = 0;

  @Field({ label: 'Status', list: true })
  @IsEnum(GatewayStatus)
  status = GatewayStatus.Unknown;

  @Field({ label: 'Simulated' })
  @IsBoolean()
  simulated = false;

  @Field({ label: 'Enabled' })
  @IsBoolean()
  enabled = true;

  /** Whether the account brought it and so may change it. */
  @Field({ label: 'Own' })
  @IsBoolean()
  own = false;

  /** When it was taken away from the account, which learns nothing more of it; campaigns of the past still name it. */
  @Field({ label: 'Taken away' })
  @IsOptional()
  @IsInstant()
  withdrawnAt: string | null = null;

  /** When it was deleted; its calls and campaigns of the past still name it. */
  @Field({ label: 'Deleted' })
  @IsOptional()
  @IsInstant()
  deletedAt: string | null = null;
}
