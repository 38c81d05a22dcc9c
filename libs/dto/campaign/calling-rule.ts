import { IsArray, IsBoolean, IsEnum, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsCountry, IsDay, IsTimeOfDay } from '../field/rules';
import { WeekDay } from './week-day';

/** Hours of some days of the week. */
export class CallingHoursView {
  @Field({ label: 'Week days', list: true })
  @IsArray()
  @IsEnum(WeekDay, { each: true })
  weekDays: WeekDay[] = [];

  @Field({ label: 'From', list: true })
  @IsTimeOfDay()
  from = '';

  @Field({ label: 'Until', list: true })
  @IsTimeOfDay()
  until = '';
}

/** When a country lets sales calls be made, by the clock where the person is who is called. */
export class CallingRuleView {
  @Field({ label: 'Country', list: true })
  @IsCountry()
  country = '';

  @Field({ label: 'Hours', list: true, of: CallingHoursView })
  @IsArray()
  hours: CallingHoursView[] = [];

  /** Which calls the law speaks of. */
  @Field({ label: 'For', list: true })
  @IsString()
  about = '';

  /** Whether it forbids public holidays too, which are for a campaign’s excluded dates. */
  @Field({ label: 'No public holidays' })
  @IsBoolean()
  forbidsHolidays = false;

  @Field({ label: 'In force since', list: true })
  @IsDay()
  since = '';

  @Field({ label: 'Source', list: true })
  @IsString()
  source = '';

  @Field({ label: 'Address of the source' })
  @IsString()
  sourceUrl = '';

  /** The day on which the rules were last compared with their sources. */
  @Field({ label: 'Version' })
  @IsDay()
  version = '';
}
