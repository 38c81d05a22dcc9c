import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../libs/server/testing/free-port.ts';

/** Long enough for a first build on a busy machine. */
const START_SECONDS = 240;

/** As `npm start` says it: Node's own choices cost a server some 100 MB, and serve nothing that could be measured. */
const SMALL_HEAP = ['--max-semi-space-size=16', '--heap-growing-percent=20'];

/** What the surroundings may have set, and a scratch application is to do without. */
const NOT_GIVEN = {
  NODE_ENV: '',
  NODE_OPTIONS: '',
  DATABASE_URL: '',
  PUBLIC_URL: '',
  SECRET_KEY: '',
  npm_lifecycle_event: '',
};

/** A running Belltower that a test or a benchmark started. */
export interface ScratchApplication {
  url: string;
  /** The first sign-in that it printed; null where somebody is there already. */
  setUpLink: string | null;
  /** Everything that it has printed so far. */
  printed(): string;
  /** Ends it, as a supervisor would. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A directory below the system's temporary one that every user's PostgreSQL can work in. */
export function scratchDirectory(purpose: string): string {
  const directory = mkdtempSync(join(tmpdir(), `belltower-${purpose}-`));
  // Searchable, as root's embedded database runs under another name than root's.
  chmodSync(directory, 0o711);
  return directory;
}

/** Starts Belltower as a person would, on a free port, with its data in a directory; answers when it serves. */
export async function startScratchApplication(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<ScratchApplication> {
  const port = Number(environment.PORT ?? (await freePort()));
  const application = spawn(process.execPath, [...SMALL_HEAP, 'tools/start.mjs'], {
    env: { ...process.env, ...NOT_GIVEN, DATA_DIR: dataDir, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: Buffer[] = [];
  for (const stream of [application.stdout, application.stderr]) {
    stream.on('data', (chunk: Buffer) => words.push(chunk));
  }
  const printed = () => Buffer.concat(words).toString();
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (application.exitCode !== null || application.signalCode !== null) return;
    application.kill(signal);
    await once(application, 'close');
  };
  try {
    await serving(application, printed);
    const [link] = /https?:\S+\/set-up\?token=\S+/.exec(printed()) ?? [];
    return { url: `http://localhost:${port}`, setUpLink: link ?? null, printed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws with what it has printed where it ends instead, or takes too long */
function serving(application: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((found, failed) => {
    const fail = (reason: string) => {
      clearTimeout(patience);
      failed(new Error(`${reason}\n${printed()}`));
    };
    const patience = setTimeout(
      () => fail(`Belltower did not start within ${START_SECONDS} s.`),
      START_SECONDS * 1_000,
    );
    application.on('close', (code) => fail(`Belltower ended (${code}) instead of starting.`));
    application.stdout?.on('data', () => {
      if (!/answers at [\s\S]*\n\n$/.test(printed())) return;
      clearTimeout(patience);
      found();
    });
  });
}
