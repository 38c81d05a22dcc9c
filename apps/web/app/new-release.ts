import type { NavigationError } from '@angular/router';

const KEY = 'belltower.reloaded';
/** Two reloads within this time would be no cure. */
const PAUSE_MS = 60_000;

/**
 * A page that cannot be loaded because the server has another release by now: its files have other names. The address
 * is then opened afresh, which brings the new release; once a minute at most, should that not help.
 */
export function openAfresh({ error, url }: NavigationError): void {
  if (!isMissingPart(error)) return;
  const last = Number(sessionStorage.getItem(KEY));
  if (Date.now() - last < PAUSE_MS) return;
  sessionStorage.setItem(KEY, String(Date.now()));
  location.assign(url);
}

/** As Chromium, Firefox and Safari say it. */
function isMissingPart(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /dynamically imported module|importing a module script failed/i.test(message);
}
