const LOOK_AGAIN_MS = 5;
const PATIENCE_MS = 10_000;

/** Resolves as soon as it is so. @throws where it never is */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`It never came to that: ${what}`);
    await passing(LOOK_AGAIN_MS);
  }
}

export function passing(milliseconds: number): Promise<void> {
  return new Promise((passed) => setTimeout(passed, milliseconds));
}
