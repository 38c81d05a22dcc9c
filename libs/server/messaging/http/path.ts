/**
 * What stands at a path such as `messages.0.id`, as texts: of a list where the path has a `*`, else one or none. Only what
 * the value itself has is found, and only texts, numbers and booleans are something to read.
 */
export function allAt(value: unknown, path: string | null | undefined): string[] {
  if (!path) return [];
  let found: unknown[] = [value];
  for (const name of path.split('.')) {
    found = found.flatMap((one) => {
      if (typeof one !== 'object' || one === null) return [];
      if (name === '*') return Array.isArray(one) ? one : [];
      return Object.hasOwn(one, name) ? [(one as Record<string, unknown>)[name]] : [];
    });
  }
  return found.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
      ? [`${one}`]
      : [],
  );
}

/** The first that stands there; null where nothing does. */
export function firstAt(value: unknown, path: string | null | undefined): string | null {
  return allAt(value, path)[0] ?? null;
}

/** The records of a list at a path; the value itself where there is no path. */
export function recordsAt(value: unknown, path: string | null | undefined): unknown[] {
  if (!path) return [value];
  let at: unknown = value;
  for (const name of path.split('.'))
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined;
  return Array.isArray(at) ? at : [];
}

/** Whether it is one of these words, in any case. */
export function isOneOf(word: string | null, words: readonly string[]): boolean {
  const lower = word?.toLowerCase();
  return words.some((one) => one.toLowerCase() === lower);
}
