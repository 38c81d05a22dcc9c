import { WeekDay } from '@belltower/dto';

/** Hours of some days of the week. */
export interface CallingHours {
  weekDays: readonly WeekDay[];
  /** `HH:MM` */
  from: string;
  /** `HH:MM`, itself outside the hours. */
  until: string;
}

/** When a country lets sales calls be made, by the clock at the place of who is called. */
export interface CallingRule {
  /** Two letters of ISO 3166-1. */
  country: string;
  hours: readonly CallingHours[];
  /** Which calls the law speaks of. */
  about: string;
  /** Whether it forbids public holidays too, which only the campaign's excluded dates know. */
  forbidsHolidays: boolean;
  /** In force since this day, `YYYY-MM-DD`. */
  since: string;
  source: string;
  sourceUrl: string;
}

/** The day on which the rules below were last compared with their sources. */
export const CALLING_RULES_VERSION = '2026-11-24';

const { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday } = WeekDay;
const WORKING_DAYS = [Monday, Tuesday, Wednesday, Thursday, Friday];
const EVERY_DAY = [...WORKING_DAYS, Saturday, Sunday];

/**
 * The rules that are built in. A rule belongs here only with a source that anybody can read; one that was replaced
 * stays until the day on which the next takes its place, as the one with the latest `since` counts.
 */
export const CALLING_RULES: readonly CallingRule[] = [
  {
    country: 'AU',
    hours: [
      { weekDays: WORKING_DAYS, from: '09:00', until: '20:00' },
      { weekDays: [Saturday], from: '09:00', until: '17:00' },
    ],
    about: 'Telemarketing calls to Australian numbers',
    forbidsHolidays: true,
    since: '2017-03-29',
    source: 'Telecommunications (Telemarketing and Research Calls) Industry Standard 2017',
    sourceUrl: 'https://www.donotcall.gov.au/industry/industry-overview/industry-standards',
  },
  {
    country: 'CA',
    hours: [
      { weekDays: WORKING_DAYS, from: '09:00', until: '21:30' },
      { weekDays: [Saturday, Sunday], from: '10:00', until: '18:00' },
    ],
    about: 'Telemarketing calls to consumers',
    forbidsHolidays: false,
    since: '2008-09-30',
    source: 'CRTC Unsolicited Telecommunications Rules, Part III, section 23',
    sourceUrl: 'https://crtc.gc.ca/eng/trules-reglest.htm',
  },
  {
    country: 'ES',
    hours: [{ weekDays: WORKING_DAYS, from: '09:00', until: '21:00' }],
    about: 'Commercial calls to consumers',
    forbidsHolidays: true,
    since: '2014-03-29',
    source: 'Real Decreto Legislativo 1/2007, artículo 96.2',
    sourceUrl: 'https://www.boe.es/buscar/act.php?id=BOE-A-2007-20555#a96',
  },
  {
    country: 'FR',
    hours: [
      { weekDays: WORKING_DAYS, from: '10:00', until: '13:00' },
      { weekDays: WORKING_DAYS, from: '14:00', until: '20:00' },
    ],
    about: 'Sales calls to consumers who have not agreed to be called at other times',
    forbidsHolidays: true,
    since: '2023-03-01',
    source: 'Code de la consommation, article D. 223-9 (décret n° 2022-1313)',
    sourceUrl: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046421823',
  },
  {
    country: 'US',
    hours: [{ weekDays: EVERY_DAY, from: '08:00', until: '21:00' }],
    about: 'Telephone solicitations to residential subscribers; several states are stricter',
    forbidsHolidays: false,
    since: '1992-12-20',
    source: '47 CFR § 64.1200(c)(1)',
    sourceUrl: 'https://www.ecfr.gov/current/title-47/section-64.1200',
  },
];

/** The rules in force at an instant in any of these countries. */
export function rulesOf(countries: readonly string[], at: Date): CallingRule[] {
  const day = at.toISOString().slice(0, 10);
  return countries.flatMap((country) => {
    const rules = CALLING_RULES.filter((rule) => rule.country === country && rule.since <= day);
    return rules.toSorted((a, b) => (a.since < b.since ? 1 : -1)).slice(0, 1);
  });
}
