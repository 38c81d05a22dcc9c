import { IsEnum, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Channel } from '../gateway/gateway';
import { PageQuery } from '../paging/page';

const OPTED_OUT_OF = { [Channel.Voice]: 'Calls', [Channel.Sms]: 'Messages' };

/** Somebody who asked not to be reached again. A fact: it is never deleted, and only they can take it back. */
export class OptOutView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Number', kind: 'phone', list: true })
  @IsString()
  number = '';

  @Field({ label: 'Opted out of', list: true, choices: OPTED_OUT_OF })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'How', list: true })
  @IsString()
  source = '';

  @Field({ label: 'Campaign' })
  @IsOptional()
  @IsInt()
  campaignId: number | null = null;

  @Field({ label: 'When', list: true, sort: true })
  @IsInstant()
  createdAt = '';

  /** Null while it holds. */
  @Field({ label: 'Taken back', list: true })
  @IsOptional()
  @IsInstant()
  withdrawnAt: string | null = null;

  @Field({ label: 'Taken back by', list: 'hidden' })
  @IsOptional()
  @IsString()
  withdrawnBy: string | null = null;
}

export class OptOutQuery extends PageQuery {
  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Opted out of', choices: OPTED_OUT_OF })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;
}
