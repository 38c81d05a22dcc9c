const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** How long to wait before a connection that was lost so often in a row is tried again, in milliseconds. */
export function backOffMs(losses: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(10, losses - 1)));
}
