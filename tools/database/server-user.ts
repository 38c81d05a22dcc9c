import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Under whose name PostgreSQL runs; it refuses to run as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/**
 * The user to run PostgreSQL as: undefined (whoever we are) for ordinary users, the system's `postgres` for root,
 * made where it is missing.
 * @throws where root has no such user and cannot make one
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return (
    idsOf(NAME) ?? create() ?? fail(`As root, PostgreSQL needs a user called “${NAME}”: add one.`)
  );
}

/** Whether `user` can reach a directory, which takes the search permission of every folder above it. */
export function canReach(user: ServerUser | undefined, directory: string): boolean {
  if (!user) return true;
  for (let folder = existing(directory); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function existing(directory: string): string {
  try {
    accessSync(directory, constants.F_OK);
    return directory;
  } catch {
    // It is about to be made; what matters is where.
    return existing(dirname(directory));
  }
}

function idsOf(name: string): ServerUser | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    // `id` fails for a user that does not exist.
    return undefined;
  }
}

function create(): ServerUser | undefined {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', NAME], {
      stdio: 'ignore',
    });
  } catch {
    // No useradd, or a read-only system: the caller says what to do.
    return undefined;
  }
  return idsOf(NAME);
}

function fail(message: string): never {
  throw new Error(message);
}
