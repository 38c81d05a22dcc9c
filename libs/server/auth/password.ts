import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP recommends it: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobodys: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), COST);
}

/** Takes as long for somebody unknown (`stored` null) as for a wrong password, so that nobody can list who is here. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody');
  const matches = await verify(stored ?? (await nobodys), normal(password));
  return matches && stored !== null;
}

/** Keyboards send the same character in different compositions. */
const normal = (password: string) => password.normalize('NFKC');
