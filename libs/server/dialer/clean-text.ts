const MOST_TEXT = 200;

/** What a peer said, as PostgreSQL can hold it: its JSON holds neither NUL nor half a surrogate pair. */
export function cleanText(text: unknown, most = MOST_TEXT): string {
  return String(text)
    .slice(0, most)
    .replace(/[\0\p{Surrogate}]/gu, '');
}
