import { CampaignInput, Channel, Disposition, MessageState, WeekDay } from '@belltower/dto';
import { DateTime } from 'luxon';

/** A campaign of the demonstration. */
export interface DemoCampaign {
  /** Names of its phonebooks. */
  phonebooks: string[];
  /** `past`: over, with its history; the others as they stand when the demonstration begins. */
  becomes: 'past' | 'running' | 'paused' | 'draft';
  /** Days from today to its first day, negative for the past, and how many days it takes. */
  fromDay: number;
  days: number;
  values: Partial<CampaignInput>;
}

const WORK_DAYS = [
  WeekDay.Monday,
  WeekDay.Tuesday,
  WeekDay.Wednesday,
  WeekDay.Thursday,
  WeekDay.Friday,
];
const DAYTIME = { hoursFrom: '09:00', hoursUntil: '19:00', weekDays: WORK_DAYS };

export const DEMO_CAMPAIGNS: readonly DemoCampaign[] = [
  {
    phonebooks: ['Patients'],
    becomes: 'past',
    fromDay: -34,
    days: 5,
    values: {
      ...DAYTIME,
      name: 'Appointment reminders, first round',
      message: 'This is your clinic. You have an appointment next week. Press 1 to confirm.',
      optOutKey: '9',
      maxRetries: 2,
      retryAfterSeconds: 5_400,
    },
  },
  {
    phonebooks: ['Members'],
    becomes: 'past',
    fromDay: -26,
    days: 7,
    values: {
      ...DAYTIME,
      name: 'Membership renewal',
      message: 'Your membership ends this month. Press 1 to renew it for a year.',
      optOutKey: '9',
      maxRetries: 1,
      retryAfterSeconds: 7_200,
    },
  },
  {
    phonebooks: ['Survey panel'],
    becomes: 'past',
    fromDay: -17,
    days: 7,
    values: {
      ...DAYTIME,
      name: 'Autumn survey',
      message: 'How content are you with our service, from 1 to 5? Press a key now.',
      maxRetries: 1,
      retryAfterSeconds: 3_600,
    },
  },
  {
    phonebooks: ['Patients', 'Supporters'],
    becomes: 'past',
    fromDay: -8,
    days: 8,
    values: {
      ...DAYTIME,
      name: 'Flu vaccination days',
      message: 'Flu vaccinations are given on Friday from nine to five, without an appointment.',
      optOutKey: '9',
      maxRetries: 2,
      retryAfterSeconds: 5_400,
    },
  },
  {
    phonebooks: ['Supporters', 'Survey panel'],
    becomes: 'running',
    fromDay: 0,
    days: 14,
    values: {
      name: 'Volunteers for the winter fair',
      message: 'The winter fair needs hands. Press 1 if you can help, 9 to hear from us no more.',
      optOutKey: '9',
      callsPerMinute: 20,
      maxRetries: 3,
      retryAfterSeconds: 1_800,
      retryRules: [
        { disposition: Disposition.Busy, times: null, afterSeconds: 600 },
        { disposition: Disposition.Failed, times: 1, afterSeconds: null },
      ],
    },
  },
  {
    phonebooks: ['Patients'],
    becomes: 'running',
    fromDay: 0,
    days: 10,
    values: {
      name: 'Appointment reminders, second round',
      message: 'This is your clinic. You have an appointment next week. Press 1 to confirm.',
      optOutKey: '9',
      callsPerMinute: 12,
      maxRetries: 1,
      retryAfterSeconds: 3_600,
    },
  },
  {
    phonebooks: ['Supporters'],
    becomes: 'running',
    fromDay: 0,
    days: 7,
    values: {
      channel: Channel.Sms,
      name: 'Texts about the winter fair',
      message:
        'Dear {first_name|friend}, the winter fair opens on Saturday at ten. Reply YES if you can help, STOP to hear no more.',
      stopConfirmation: 'You will get no more messages from us.',
      callsPerMinute: 30,
      maxRetries: 1,
      retryAfterSeconds: 900,
      retryRules: [{ disposition: MessageState.Expired, times: 1, afterSeconds: 1_800 }],
    },
  },
  {
    phonebooks: ['Members'],
    becomes: 'paused',
    fromDay: 0,
    days: 21,
    values: {
      ...DAYTIME,
      name: 'Payment reminders',
      message: 'Your last invoice is still open. Press 1 to talk about it.',
      callsPerMinute: 10,
    },
  },
  {
    phonebooks: ['Patients'],
    becomes: 'draft',
    fromDay: 3,
    days: 5,
    values: {
      ...DAYTIME,
      channel: Channel.Sms,
      name: 'Flu vaccination, by text',
      message:
        'Dear {first_name|patient}, “flu vaccinations” are given on Friday from nine to five – without an appointment.',
      callsPerMinute: 60,
    },
  },
  {
    phonebooks: ['Members', 'Supporters'],
    becomes: 'draft',
    fromDay: 7,
    days: 14,
    values: {
      ...DAYTIME,
      name: 'New year greetings',
      message: 'We wish you a happy new year and thank you for your help.',
      callsPerMinute: 30,
    },
  },
];

/** What is sent to make such a campaign. */
export function inputOf(
  campaign: DemoCampaign,
  now: Date,
  timeZone: string,
  links: Pick<CampaignInput, 'phonebookIds' | 'gatewayIds'>,
): CampaignInput {
  const first = firstDayOf(campaign, now, timeZone);
  const starts = campaign.fromDay === 0 ? DateTime.fromJSDate(now) : first;
  return Object.assign(new CampaignInput(), campaign.values, links, {
    timeZone,
    // None of them sells, and whoever looks at a demonstration wants to see it call at any hour.
    countryHours: false,
    startsAt: starts.toUTC().startOf('minute').toISO(),
    endsAt: first.plus({ days: campaign.days }).toUTC().toISO(),
  });
}

/** Midnight of its first day. */
export function firstDayOf({ fromDay }: DemoCampaign, now: Date, timeZone: string): DateTime {
  return DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').plus({ days: fromDay });
}
