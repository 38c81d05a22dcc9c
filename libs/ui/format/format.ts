const LOCALE = 'en';
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const rough = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const millions = new Intl.NumberFormat(LOCALE, {
  notation: 'compact',
  compactDisplay: 'long',
  maximumFractionDigits: 1,
});
const percent = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** `12,345`; an em dash for what is not known. */
export function formatNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : whole.format(value);
}

/** A count of rows: exact, or "about 48,000" and "about 1.2 million" where it is an estimate. */
export function formatCount(value: number, estimated: boolean): string {
  if (!estimated) return whole.format(value);
  return `about ${(value < 1_000_000 ? rough : millions).format(value)}`;
}

/** `37.5%` of a part and its whole; an em dash where there is no whole. */
export function formatShare(part: number, of: number): string {
  return of > 0 ? percent.format(part / of) : '—';
}

/** `12.3 MB`, as the files of a computer are told. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power && value < 100 ? value.toFixed(1) : Math.round(value)} ${['B', 'kB', 'MB', 'GB'][power]}`;
}

/** Seconds as `m:ss`, from an hour on as `h:mm:ss`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '—';
  const rounded = Math.round(seconds);
  const [hours, minutes] = [Math.floor(rounded / 3_600), Math.floor(rounded / 60) % 60];
  const tail = String(rounded % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `1 contact`, `2 contacts`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A word with its first letter in upper case and hyphens as spaces: `no-answer` → `No answer`. */
export function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');
}
