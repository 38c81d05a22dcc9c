import { DateTime } from 'luxon';

/** An instant as a person of that time zone reads it, for example `Thu 26 Nov, 16:40 (Europe/Madrid)`. */
export function instantIn(instant: Date, timeZone: string): string {
  const wall = DateTime.fromJSDate(instant, { zone: timeZone }).setLocale('en-GB');
  return `${wall.toFormat('ccc d LLL, HH:mm')} (${timeZone})`;
}
