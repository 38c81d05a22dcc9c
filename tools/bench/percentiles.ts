/** Milliseconds of the middle one and of the slowest but one in twenty. */
export interface Percentiles {
  p50: number;
  p95: number;
}

/** Does the same many times, one after the other, and answers how long it took; the first times do not count. */
export async function percentilesOf(
  times: number,
  ask: (index: number) => Promise<unknown>,
): Promise<Percentiles> {
  const warm = Math.ceil(times / 10);
  const taken: number[] = [];
  for (let index = 0; index < warm + times; index++) {
    const begin = performance.now();
    await ask(index);
    if (index >= warm) taken.push(performance.now() - begin);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number) => Math.round(taken[Math.floor(times * share)]! * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}
