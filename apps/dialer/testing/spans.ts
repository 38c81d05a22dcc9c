/** The most of these instants within any span of so many milliseconds. */
export function mostWithin(times: readonly number[], span: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, first] = [0, 0];
  sorted.forEach((time, last) => {
    while (sorted[first]! <= time - span) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** The most of these spans of time that share an instant. */
export function mostAtOnce(spans: readonly (readonly [from: number, until: number])[]): number {
  const steps = spans.flatMap(([from, until]): [number, number][] => [
    [from, 1],
    [until, -1],
  ]);
  // Where one ends as another begins, the end comes first.
  steps.sort(([a, up], [b, down]) => a - b || up - down);
  let [now, most] = [0, 0];
  for (const [, step] of steps) most = Math.max(most, (now += step));
  return most;
}
