import { IsInt, IsObject, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';

/** One thing that somebody did. */
export class AuditView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'When', list: true, sort: true })
  @IsInstant()
  at = '';

  /** Null for an API key and for the system itself. */
  @Field({ label: 'User id' })
  @IsOptional()
  @IsInt()
  userId: number | null = null;

  /** Name of the user or of the API key at that time; null for the system itself. */
  @Field({ label: 'Who', list: true })
  @IsOptional()
  @IsString()
  userName: string | null = null;

  /** For example `campaign.paused`. */
  @Field({ label: 'What', list: true, example: 'campaign.paused' })
  @IsString()
  action = '';

  @Field({ label: 'Kind of record', list: 'hidden', example: 'campaign' })
  @IsString()
  entity = '';

  @Field({ label: 'Record', list: true })
  @IsOptional()
  @IsInt()
  entityId: number | null = null;

  /** What else is known of it, such as the new values. */
  @Field({ label: 'Details', list: true })
  @IsObject()
  detail: Record<string, unknown> = {};
}

export class AuditQuery extends PageQuery {
  @Field({ label: 'Who' })
  @IsOptional()
  @MaxLength(120)
  who?: string;

  /** A part of the action, for example `campaign.paused`, “campaign paused” or just “campaign”. */
  @Field({ label: 'What' })
  @IsOptional()
  @MaxLength(60)
  what?: string;

  @Field({ label: 'Record' })
  @IsOptional()
  @IsInt()
  @Min(1)
  record?: number;

  @Field({ label: 'From' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Until' })
  @IsOptional()
  @IsInstant()
  until?: string;
}
