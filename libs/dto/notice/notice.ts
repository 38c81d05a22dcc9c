import { IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';

/** What people are told of that happened without them. */
export enum NoticeKind {
  CampaignFinished = 'campaign-finished',
  CampaignExpired = 'campaign-expired',
  /** Something holds a whole campaign that is meant to call. */
  CampaignHeld = 'campaign-held',
  CampaignReleased = 'campaign-released',
  GatewayDown = 'gateway-down',
  GatewayUp = 'gateway-up',
  ImportEnded = 'import-ended',
  ExportEnded = 'export-ended',
}

/** Something that happened in the account, in a sentence. */
export class NoticeView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'When' })
  @IsInstant()
  at = '';

  @Field({ label: 'Kind' })
  @IsEnum(NoticeKind)
  kind = NoticeKind.CampaignFinished;

  @Field({ label: 'What', example: '“Reminders” has finished.' })
  @IsString()
  text = '';

  @Field({ label: 'Record', hint: 'The campaign, gateway, import or export that it is about' })
  @IsOptional()
  @IsInt()
  recordId: number | null = null;
}

export class NoticeQuery extends PageQuery {}

export class UnseenNoticesView {
  @Field({ label: 'Unseen', hint: 'Since the caller last looked; 99 stands for more, too' })
  @IsInt()
  unseen = 0;
}
