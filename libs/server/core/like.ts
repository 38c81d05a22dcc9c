/** A LIKE pattern that finds this text anywhere, with `%` and `_` meaning themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[%_\\]/g, '\\$&')}%`;
}
