import { IsInt, IsOptional, Min } from 'class-validator';
import { Field } from '../field/field';
import { NumberToTry } from '../gateway/test-call';

/** One call that goes the whole way of a campaign's calls, for whoever wants to hear it before anybody is called. */
export class CampaignTestCallInput extends NumberToTry {
  @Field({
    label: 'As if it were for',
    relation: 'contacts',
    hint: 'Whose values are said; blank: nothing is known of whoever is called',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  contactId?: number | null;
}
