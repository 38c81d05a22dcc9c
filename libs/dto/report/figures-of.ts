import { IsInt, IsOptional, IsString } from 'class-validator';
import { Base } from '../field/base';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** What attempts of a stretch of time came to. */
export function StepOf<B extends Base>(Figures: B) {
  class Step extends Figures {
    @Field({ label: 'From' })
    @IsInstant()
    from = '';

    /** This instant itself belongs to the next one. */
    @Field({ label: 'Until' })
    @IsInstant()
    until = '';
  }
  return Step;
}

/** What attempts at an hour of the day came to, on any day. */
export function HourOf<B extends Base>(Figures: B) {
  class Hour extends Figures {
    @Field({ label: 'Hour', hint: '0 to 23, in the account’s time zone' })
    @IsInt()
    hour = 0;
  }
  return Hour;
}

/** What the first attempts of a campaign came to, what the second ones, and so on; the hint says what the first is. */
export function AttemptOf<B extends Base>(Figures: B, hint: string) {
  class Attempt extends Figures {
    @Field({ label: 'Attempt', hint })
    @IsInt()
    attempt = 1;
  }
  return Attempt;
}

/** What attempts over one gateway came to. */
export function GatewayOf<B extends Base>(Figures: B) {
  class Gateway extends Figures {
    @Field({ label: 'Gateway' })
    @IsInt()
    gatewayId = 0;

    @Field({ label: 'Name' })
    @IsString()
    name = '';
  }
  return Gateway;
}

/** A row of a daily report: within the report's period a stretch of time, or of the whole period a campaign and so on. */
export function DailyRowOf<B extends Base>(Figures: B) {
  class DailyRow extends StepOf(Figures) {
    /** The local time at which it begins, for example `2026-11-24 00:00`, or the name of what the row is about. */
    @Field({ label: 'Name' })
    @IsString()
    name = '';

    @Field({ label: 'Campaign' })
    @IsOptional()
    @IsInt()
    campaignId: number | null = null;

    @Field({ label: 'Gateway' })
    @IsOptional()
    @IsInt()
    gatewayId: number | null = null;

    /** With which the attempts of the row are asked for: two letters, or `none` for numbers that belong to no country. */
    @Field({ label: 'Country' })
    @IsOptional()
    @IsString()
    country: string | null = null;
  }
  return DailyRow;
}
