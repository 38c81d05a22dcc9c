/** Wall-clock date and time as `<input type="datetime-local">` holds it: `YYYY-MM-DDTHH:MM`. */
export type WallClock = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks in the zone show at an instant; `''` for a blank or invalid instant. */
export function wallClockOf(instant: string | Date, timeZone: string): WallClock {
  const date = new Date(instant);
  if (!instant || Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() + offsetAt(date.getTime(), timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant at which clocks in the zone show this; `''` for a blank. A time that daylight saving
 * skips counts as that much later; of a time that comes twice, the first is meant.
 */
export function instantOf(wallClock: WallClock, timeZone: string): string {
  if (!wallClock) return '';
  const asUtc = Date.parse(`${wallClock}Z`);
  if (Number.isNaN(asUtc)) return '';
  // The offset has to be taken at the instant looked for, which is known only within a day.
  const before = offsetAt(asUtc - DAY_MS, timeZone);
  const after = offsetAt(asUtc + DAY_MS, timeZone);
  const fits = [before, after].find((offset) => offsetAt(asUtc - offset, timeZone) === offset);
  return new Date(asUtc - (fits ?? before)).toISOString();
}

/** Offset of the zone from UTC at an instant, for example `UTC+2`. */
export function offsetName(timeZone: string, at: Date = new Date()): string {
  const minutes = offsetAt(at.getTime(), timeZone) / 60_000;
  if (minutes === 0) return 'UTC';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

/** City of a zone for a short label: `Europe/Madrid` → `Madrid`. */
export function zoneCity(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

const DAY_MS = 86_400_000;

/** Milliseconds by which clocks in the zone are ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const shown = Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  );
  return shown - Math.floor(time / 1_000) * 1_000;
}

/** Making a format costs 50 times what using one does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
