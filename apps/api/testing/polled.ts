const PATIENCE_MS = 30_000;
const LOOK_MS = 50;

/**
 * Asks until the answer will do, for what the server does by itself in the background.
 * @throws with the last answer where it has not come to that in half a minute
 */
export async function polled<T>(ask: () => Promise<T>, willDo: (answer: T) => boolean): Promise<T> {
  for (const until = Date.now() + PATIENCE_MS; ;) {
    const answer = await ask();
    if (willDo(answer)) return answer;
    if (Date.now() > until) throw new Error(`It stays as it is: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
