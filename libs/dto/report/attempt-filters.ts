import {
  IsArray,
  IsEnum,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { COUNTRY_ASKED, COUNTRY_HINT, COUNTRY_MESSAGE } from '../call/country-asked';
import { WeekDay } from '../campaign/week-day';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/*
 * Filters that lists and reports of calls and of messages share. Their order is that of the class that has them, which a
 * class above both could not give.
 */
const filter =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    // As if they stood above the property.
    for (const decorate of [...decorators].reverse()) decorate(target, property);
  };

export const FromFilter = (hint: string) =>
  filter(Field({ label: 'From', hint }), IsOptional(), IsInstant());

export const UntilFilter = (hint?: string) =>
  filter(Field({ label: 'Until', hint }), IsOptional(), IsInstant());

export const NumberFilter = () =>
  filter(
    Field({
      label: 'Number contains',
      hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
    }),
    IsOptional(),
    MaxLength(40),
  );

export const CampaignFilter = () =>
  filter(Field({ label: 'Campaign', relation: 'campaigns' }), IsOptional(), IsInt(), Min(1));

export const GatewayFilter = () =>
  filter(Field({ label: 'Gateway', relation: 'gateways' }), IsOptional(), IsInt(), Min(1));

export const CountryFilter = () =>
  filter(
    Field({ label: 'Country', kind: 'country', hint: COUNTRY_HINT, example: 'ES' }),
    IsOptional(),
    Matches(COUNTRY_ASKED, { message: COUNTRY_MESSAGE }),
  );

export const AttemptFilter = (hint: string) =>
  filter(Field({ label: 'Attempt', hint }), IsOptional(), IsInt(), Min(1));

export const HourFilter = () =>
  filter(
    Field({ label: 'Hour of the day', hint: '0 to 23, in the account’s time zone' }),
    IsOptional(),
    IsInt(),
    Min(0),
    Max(23),
  );

export const WeekDayFilter = () =>
  filter(
    Field({ label: 'Week day', hint: 'In the account’s time zone' }),
    IsOptional(),
    IsArray(),
    IsEnum(WeekDay, { each: true }),
  );

export const SubscriberFilter = () =>
  filter(Field({ label: 'Subscriber', relation: 'subscribers' }), IsOptional(), IsInt(), Min(1));

/** Asks for messages without an error code. */
export const NO_CODE = 'none';

export const CodeFilter = () =>
  filter(
    Field({ label: 'Error code', hint: `The provider’s own; ${NO_CODE}: no error` }),
    IsOptional(),
    Length(1, 100),
  );
