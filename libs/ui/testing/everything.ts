import {
  Field,
  IsCountry,
  IsDay,
  IsIanaTimeZone,
  IsInstant,
  IsTimeOfDay,
  IsVariables,
} from '@belltower/dto';
import {
  IsArray,
  IsBoolean,
  IsEmail,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';

export enum Language {
  English = 'en',
  Spanish = 'es',
}

enum Day {
  Monday = 'mon',
  Tuesday = 'tue',
  Wednesday = 'wed',
}

const GENERAL = 'General';
const MORE = 'More';

/** A DTO with a field of every kind. */
export class Everything {
  @Field({ label: 'Name', hint: 'As on the door', section: GENERAL })
  @Length(1, 80)
  name = '';

  @Field({ label: 'Notes', kind: 'multiline', section: GENERAL })
  @IsOptional()
  @MaxLength(500)
  notes?: string | null;

  @Field({ label: 'Ring timeout', unit: 'seconds', section: GENERAL })
  @IsInt()
  @Min(5)
  ringSeconds: number | null = 45;

  @Field({ label: 'Enabled', section: GENERAL })
  @IsBoolean()
  enabled = false;

  @Field({ label: 'Language', choices: { en: 'English', es: 'Español' }, section: GENERAL })
  @IsEnum(Language)
  language = Language.English;

  @Field({ label: 'Days', choices: { mon: 'Mon', tue: 'Tue', wed: 'Wed' }, section: GENERAL })
  @IsArray()
  @IsEnum(Day, { each: true })
  days: Day[] = [];

  @Field({ label: 'Start', section: MORE })
  @IsOptional()
  @IsInstant()
  startsAt?: string | null;

  @Field({ label: 'Birthday', section: MORE })
  @IsOptional()
  @IsDay()
  birthday?: string | null;

  @Field({ label: 'Holidays', section: MORE })
  @IsArray()
  @IsDay({ each: true })
  holidays: string[] = [];

  @Field({ label: 'From', section: MORE })
  @IsTimeOfDay()
  from = '00:00';

  @Field({ label: 'Until', section: MORE })
  @IsTimeOfDay()
  until = '24:00';

  @Field({ label: 'E-mail', section: MORE })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field({ label: 'Phone', kind: 'phone', section: MORE })
  @IsOptional()
  @IsString()
  phone?: string | null;

  @Field({ label: 'Password', kind: 'password', section: MORE })
  @IsOptional()
  @IsString()
  password?: string;

  @Field({ label: 'Country', section: MORE })
  @IsOptional()
  @IsCountry()
  country?: string | null;

  @Field({ label: 'Time zone', section: MORE })
  @IsOptional()
  @IsIanaTimeZone()
  timeZone?: string | null;

  @Field({ label: 'Prefixes', section: MORE })
  @IsArray()
  @IsString({ each: true })
  prefixes: string[] = [];

  @Field({ label: 'Variables', section: MORE })
  @IsVariables()
  variables: Record<string, string> = {};

  @Field({ label: 'Phonebook', relation: 'phonebooks', section: MORE })
  @IsOptional()
  @IsInt()
  phonebookId?: number | null;

  @Field({ label: 'Gateways', relation: 'gateways', section: MORE })
  @IsArray()
  @IsInt({ each: true })
  gatewayIds: number[] = [];
}

/** A DTO with two fields and no sections. */
export class Short {
  @Field({ label: 'Name' })
  @Length(1, 8)
  name = '';

  @Field({ label: 'Notes' })
  @IsOptional()
  @MaxLength(20)
  notes?: string | null;
}
