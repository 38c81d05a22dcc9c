import { IsInt, IsOptional, IsString } from 'class-validator';
import { Base } from '../field/base';
import { Field } from '../field/field';

/** Whom an attempt was to reach, and for which campaign: columns behind those of the class that it is made upon. */
export function AttemptTo<B extends Base>(Begun: B) {
  class Attempt extends Begun {
    @Field({ label: 'Campaign id', relation: 'campaigns' })
    @IsInt()
    campaignId = 0;

    @Field({ label: 'Campaign', list: true })
    @IsString()
    campaignName = '';

    @Field({ label: 'Subscriber id' })
    @IsInt()
    subscriberId = 0;

    @Field({ label: 'Contact id' })
    @IsOptional()
    @IsInt()
    contactId: number | null = null;

    @Field({ label: 'Contact', list: true })
    @IsOptional()
    @IsString()
    contactName: string | null = null;

    @Field({ label: 'Number', kind: 'phone', list: true })
    @IsString()
    number = '';
  }
  return Attempt;
}
