import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough for a first build on a busy machine. */
const START_SECONDS = 240;

/** Starts Belltower as a person would, on a port and with data of its own; answers how to end it. */
export default async function startApplication(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'belltower-browser-'));
  chmodSync(dataDir, 0o711);
  const port = await freePort();
  const application = spawn(process.execPath, ['tools/start.mjs'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', NODE_ENV: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (application.exitCode === null) {
      application.kill('SIGTERM');
      await once(application, 'exit');
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    process.env.SET_UP_LINK = await linkPrintedBy(application);
    process.env.PLAYWRIGHT_TEST_BASE_URL = `http://localhost:${port}`;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first sign-in, which the start prints when everything answers. */
function linkPrintedBy(application: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const fail = (reason: string) => failed(new Error(`${reason}\n${said}`));
    const patience = setTimeout(
      () => fail(`Belltower did not start within ${START_SECONDS} s.`),
      START_SECONDS * 1_000,
    );
    application.on('exit', (code) => fail(`Belltower ended (${code}) instead of starting.`));
    application.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [link] = /http:\S+\/set-up\?token=\S+/.exec(said) ?? [];
      if (!link) return;
      clearTimeout(patience);
      found(link);
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
