const HOUR_MS = 3_600_000;
/** Zones that show the same time now and in the coming seasons count as one. */
const COMPARED_AT = [0, 60, 120, 180, 240, 300, 360].map((days) => days * 24 * HOUR_MS);

const byCountry = new Map<string, readonly string[]>();

/** The time zones of a country, those that show the same time as one; none for what is no country. */
export function timeZonesOfCountry(country: string): readonly string[] {
  const known = byCountry.get(country) ?? distinctZones(country);
  byCountry.set(country, known);
  return known;
}

/** The runtime's own data (CLDR and the IANA database), which comes and is kept up to date with it. */
function distinctZones(country: string): readonly string[] {
  const zones = zonesOfRegion(country);
  const now = Date.now();
  const bySeasons = new Map<string, string>();
  for (const zone of zones) {
    const seasons = COMPARED_AT.map((later) => wallClock(zone, now + later)).join();
    const kept = bySeasons.get(seasons);
    if (kept === undefined || isPreferred(zone, kept)) bySeasons.set(seasons, zone);
  }
  return [...bySeasons.values()];
}

function zonesOfRegion(country: string): string[] {
  try {
    const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & {
      getTimeZones?: () => string[] | undefined;
    };
    return locale.getTimeZones?.() ?? [];
  } catch {
    // The constructor throws for what is no region code.
    return [];
  }
}

function wallClock(timeZone: string, time: number): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(time);
}

/** Of zones with the same time the one on the continent where most of these names are: Europe/Madrid, not Africa/Ceuta. */
function isPreferred(zone: string, kept: string): boolean {
  return PREFERRED.has(zone) && !PREFERRED.has(kept);
}

/** The zones people know a country's time by, where another of the same time comes first by alphabet. */
const PREFERRED = new Set([
  'America/Argentina/Buenos_Aires',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Toronto',
  'America/Vancouver',
  'America/Winnipeg',
  'Asia/Shanghai',
  'Asia/Jakarta',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Lisbon',
  'Europe/Madrid',
  'Europe/Moscow',
  'Pacific/Auckland',
]);
