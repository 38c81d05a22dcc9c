import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type * as Api from '../../apps/api/index.ts';
import { buildStale } from '../build/build.ts';
import { databaseUrl, refuseUsedData } from './database.ts';
import { readEnvironment } from './environment.ts';
import { Lifetime } from './lifetime.ts';
import { refuseTakenPort } from './port.ts';
import { StartError } from './start-error.ts';

/** Builds what is stale, starts the database and the application, and says where it is. */
export async function start(root: string): Promise<void> {
  const lifetime = new Lifetime();
  const envFile = join(root, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  await lifetime.begin(() => buildStale(root, console.log));

  const api = (await import(join(root, 'dist', 'server', 'api-start.mjs'))) as typeof Api;
  const environment = readEnvironment(api, process.env);
  refuseUsedData(api.loadConfig(environment).DATA_DIR, process.env.DATABASE_URL);
  await refuseTakenPort(api.loadConfig(environment));
  try {
    await run(api, environment, lifetime);
  } catch (error) {
    await lifetime.end();
    throw error;
  }
}

async function run(
  api: typeof Api,
  environment: Record<string, string | undefined>,
  lifetime: Lifetime,
): Promise<void> {
  const url = await databaseUrl(
    api.loadConfig(environment).DATA_DIR,
    process.env.DATABASE_URL,
    lifetime,
  );
  const config = api.loadConfig({ ...environment, DATABASE_URL: url });
  await lifetime.begin(() => migrate(api, url));
  const app = await lifetime.begin(
    () => api.createApi(config),
    (begun) => api.closeWithin(begun, api.stopSeconds(config)),
  );
  await lifetime.begin(() => app.listen(config.PORT, config.HOST));
  const { port } = app.getHttpServer().address() as AddressInfo;
  greet(port, await api.issueSetUpLink(app));
}

/** The embedded database cannot be out of reach; a given one can. */
async function migrate({ migrateDatabase }: typeof Api, url: string): Promise<void> {
  try {
    await migrateDatabase(url);
  } catch (error) {
    if (!process.env.DATABASE_URL) throw error;
    const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
    throw new StartError(`The database of DATABASE_URL cannot be used: ${reason}`);
  }
}

function greet(port: number, link: string | null): void {
  const first = link
    ? `Nobody is here yet. Set it up with this link, which works once and for a day:\n\n  ${link}\n`
    : 'Sign in with your e-mail address and password.\n';
  console.log(`\nBelltower answers at http://localhost:${port}/ — Ctrl-C ends it.\n${first}`);
}
