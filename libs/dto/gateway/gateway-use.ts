import { IsEnum, IsInt, IsString } from 'class-validator';
import { CampaignStatus } from '../campaign/campaign';
import { Field } from '../field/field';

/** A campaign that calls or sends over a gateway, and when it does. */
export class GatewayUseView {
  @Field({ label: 'Account id', relation: 'platform/accounts' })
  @IsInt()
  accountId = 0;

  @Field({ label: 'Account' })
  @IsString()
  accountName = '';

  @Field({ label: 'Campaign id' })
  @IsInt()
  campaignId = 0;

  @Field({ label: 'Campaign' })
  @IsString()
  campaignName = '';

  @Field({ label: 'Status' })
  @IsEnum(CampaignStatus)
  status = CampaignStatus.Draft;

  @Field({
    label: 'Turn',
    hint: '1 is the gateway that it uses first; others take over where those before cannot',
  })
  @IsInt()
  turn = 1;

  @Field({ label: 'Gateways of the campaign' })
  @IsInt()
  gateways = 1;

  @Field({ label: 'Now', hint: 'Calls, or messages' })
  @IsInt()
  callsNow = 0;
}
