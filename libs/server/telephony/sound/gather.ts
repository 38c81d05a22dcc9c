/**
 * Makes one of each, side by side. `done` is told once, at once where all were there at once: all of them in order, or
 * null where one is missing.
 */
export function gather<Wanted, Made>(
  wanted: readonly Wanted[],
  make: (one: Wanted, made: (result: Made | null) => void) => void,
  done: (all: Made[] | null) => void,
): void {
  const all: (Made | null)[] = [];
  let open = wanted.length;
  if (!open) return done([]);
  wanted.forEach((one, index) =>
    make(one, (result) => {
      all[index] = result;
      if (--open > 0) return;
      done(all.includes(null) ? null : (all as Made[]));
    }),
  );
}
