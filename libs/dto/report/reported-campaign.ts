import { IsArray, IsBoolean, IsEnum, IsString } from 'class-validator';
import { CampaignHoldView } from '../campaign/campaign-insight';
import { CampaignView } from '../campaign/campaign-view';
import { Base } from '../field/base';
import { Field } from '../field/field';
import { IsIanaTimeZone, IsInstant } from '../field/rules';
import { SuppressedCountView } from './suppressed-count';
import { TimeStep } from './time-step';

/** What a campaign has come to, and what every report of a campaign says besides. */
export function ReportedCampaign<B extends Base>(Figures: B) {
  class Reported extends Figures {
    @Field({ label: 'Made', hint: 'The instant at which everything here was so' })
    @IsInstant()
    madeAt = '';

    @Field({ label: 'Account' })
    @IsString()
    accountName = '';

    /** Of hours and days: the account's. The campaign's own hours count as it says itself. */
    @Field({ label: 'Time zone' })
    @IsIanaTimeZone()
    timeZone = 'UTC';

    /** What was asked, and where its subscribers stand. */
    @Field({ label: 'Campaign', of: CampaignView })
    campaign = new CampaignView();

    @Field({ label: 'Step', hint: 'Days; weeks or months where it took very long' })
    @IsEnum(TimeStep)
    step = TimeStep.Day;

    @Field({ label: 'Suppressed by reason', of: SuppressedCountView, hint: 'Most first' })
    @IsArray()
    suppressedBy: SuppressedCountView[] = [];

    /** Whether there are more of them: of a very large campaign only the first million subscribers are looked at. */
    @Field({ label: 'Suppressed at least' })
    @IsBoolean()
    suppressedAtLeast = false;

    /** Why those who are left are not tried at this moment; counts of one reason end at some thousand. */
    @Field({ label: 'Held back', of: CampaignHoldView })
    @IsArray()
    holds: CampaignHoldView[] = [];
  }
  return Reported;
}
