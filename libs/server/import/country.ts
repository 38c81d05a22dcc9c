import { getCountries } from 'libphonenumber-js/min';

/** Languages in which a file may name countries. */
const LANGUAGES = ['en', 'es', 'fr', 'de', 'pt', 'it'];
/** What people write that is no country's name. */
const SHORT_NAMES: Record<string, string> = {
  usa: 'US',
  uk: 'GB',
  'great britain': 'GB',
  uae: 'AE',
};

let byName: Map<string, string> | undefined;

/** The two-letter code that a file's `es`, `España` or `Spain` means; undefined where there is none. */
export function countryOf(text: string): string | undefined {
  byName ??= namesOfCountries();
  return byName.get(text.toLowerCase());
}

function namesOfCountries(): Map<string, string> {
  const names = new Map(Object.entries(SHORT_NAMES));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of getCountries()) {
      names.set(code.toLowerCase(), code);
      names.set((display.of(code) ?? code).toLowerCase(), code);
    }
  }
  return names;
}
