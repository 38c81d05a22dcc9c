import { violates } from './database';
import { Conflict } from './errors';

/** What has names of its own: the index that guards them, the code of the refusal, and the word for it. */
export interface Naming {
  index: string;
  code: string;
  word: string;
}

/**
 * Writes a name, of which the index is the only judge: of two people who choose it at once, one is told.
 * @throws Conflict with the code, naming the field `name`
 */
export async function refusingTakenName<T>(
  { index, code, word }: Naming,
  name: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!violates(error, index)) throw error;
    const message = `There is a ${word} called “${name.trim()}” already.`;
    throw new Conflict(code, message, [{ field: 'name', message }]);
  }
}
