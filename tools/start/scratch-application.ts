import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough for a first build on a busy machine. */
const START_SECONDS = 240;

/** A running Belltower that a test or a benchmark started. */
export interface ScratchApplication {
  url: string;
  /** The first sign-in that it printed; null where somebody is there already. */
  setUpLink: string | null;
  /** Of the process to signal. */
  pid: number;
  /** Ends it, as Ctrl-C would. */
  stop(): Promise<void>;
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
  const port = await freePort();
  const application = spawn(process.execPath, ['tools/start.mjs'], {
    env: {
      ...process.env,
      NODE_ENV: '',
      DATABASE_URL: '',
      PUBLIC_URL: '',
      DATA_DIR: dataDir,
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (application.exitCode !== null || application.signalCode !== null) return;
    application.kill('SIGTERM');
    await once(application, 'exit');
  };
  try {
    const said = await wordsUntilServing(application);
    const [link] = /https?:\S+\/set-up\?token=\S+/.exec(said) ?? [];
    const url = `http://localhost:${port}`;
    return { url, setUpLink: link ?? null, pid: application.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What it has printed when it answers, greeting included. */
function wordsUntilServing(application: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const fail = (reason: string) => {
      clearTimeout(patience);
      failed(new Error(`${reason}\n${said}`));
    };
    const patience = setTimeout(
      () => fail(`Belltower did not start within ${START_SECONDS} s.`),
      START_SECONDS * 1_000,
    );
    application.on('exit', (code) => fail(`Belltower ended (${code}) instead of starting.`));
    application.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!/answers at [\s\S]*\n\n$/.test(said)) return;
      clearTimeout(patience);
      found(said);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
