import { offsetName } from '../time/zone';

/** A value to choose by name: `search` is what typing is compared with. */
export interface Suggestion {
  value: string;
  label: string;
  detail: string;
  search: string;
}

let knownCountries: readonly Suggestion[] | undefined;
let knownZones: readonly Suggestion[] | undefined;

/** All countries of ISO 3166-1 that this browser can name, by name. */
export function countries(): readonly Suggestion[] {
  return (knownCountries ??= listCountries());
}

/** All time zones that this browser knows, with their present offset. */
export function timeZones(): readonly Suggestion[] {
  return (knownZones ??= [
    'UTC',
    ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
  ].map((value) => {
    const label = value.replaceAll('_', ' ');
    return { value, label, detail: offsetName(value), search: label.toLowerCase() };
  }));
}

function listCountries(): Suggestion[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((value) => {
      const label = NOT_COUNTRIES.has(value) ? undefined : names.of(value);
      return label
        ? [{ value, label, detail: value, search: `${label} ${value}`.toLowerCase() }]
        : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Regions that Unicode names beside the countries: unions, outlying areas, test and former codes. */
const NOT_COUNTRIES = new Set([
  ...['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'],
  ...[
    'AN',
    'BU',
    'CS',
    'DD',
    'DY',
    'FX',
    'HV',
    'NH',
    'NT',
    'RH',
    'SU',
    'TP',
    'UK',
    'VD',
    'YD',
    'YU',
    'ZR',
  ],
]);
