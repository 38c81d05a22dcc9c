import { hashPassword } from '@belltower/auth';
import { readLedger } from '@belltower/telephony';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../apps/api/create-api';
import { Client } from '../../apps/api/testing/client';
import type { BenchContext } from './bench';
import { DialingBench, sleep } from './dialing';

const PASSWORD = 'correct horse battery';
const EMAIL = 'bench@example.org';
/** How long it is watched whether a call still comes. */
const WATCH_SECONDS = 2.5;
const BUSY = {
  answered: 0,
  machine: 0,
  noAnswer: 0,
  busy: 1,
  rejected: 0,
  invalidNumber: 0,
  congestion: 0,
  failed: 0,
};

/** A campaign that dials at full speed, and how to ask for its end. */
interface Scene {
  bench: DialingBench;
  client: Client;
  gateway: number;
  campaign: number;
}

/**
 * How long after the answer of the API the last call is placed, by the carrier's own ledger, when a campaign is paused
 * or stopped and when its numbers are put on a do-not-call list or opt out.
 */
export default async function pause(context: BenchContext): Promise<void> {
  const times = context.quick ? 3 : 20;
  context.say(`about ${Math.ceil((3 * times * (WATCH_SECONDS + 2)) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  const app = await createApi(bench.config({ LOG_LEVEL: 'error', DEMO: 'false', PORT: '0' }));
  context.onEnd(() => app.close());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  await bench.query(
    `insert into "user" (account_id, name, email, role, password_hash) values ($1, 'Owner', $2, 'owner', $3)`,
    [bench.accountId, EMAIL, await hashPassword(PASSWORD)],
  );
  const client = new Client(`http://127.0.0.1:${port}`);
  await client.post('sessions', { email: EMAIL, password: PASSWORD });
  const acts: [string, (scene: Scene) => Promise<void>][] = [
    ['pause', ({ campaign }) => act(client, `campaigns/${campaign}/pause`)],
    ['stop', ({ campaign }) => act(client, `campaigns/${campaign}/stop`, { hangUp: true })],
    ['opt-out', optOutAll],
  ];
  for (const [name, ask] of acts)
    if (context.wants(name)) await report(context, bench, client, name, ask);
}

async function report(
  context: BenchContext,
  bench: DialingBench,
  client: Client,
  name: string,
  ask: (scene: Scene) => Promise<void>,
): Promise<void> {
  const latencies: number[] = [];
  for (let n = 0; n < (context.quick ? 3 : 20); n++)
    latencies.push(await latency(bench, client, ask));
  const worst = Math.max(...latencies);
  context.say(
    `${name}: last call ${latencies.map((ms) => `${ms} ms`).join(', ')} after the answer`,
  );
  context.row({
    row: `${name}: last call after the answer, at worst of ${latencies.length}, in ms`,
    value: worst,
    target: '<= 1000',
    met: worst <= 1_000,
  });
}

async function latency(
  bench: DialingBench,
  client: Client,
  ask: (scene: Scene) => Promise<void>,
): Promise<number> {
  const gateway = await bench.gateway({ ...BUSY, speed: 100 });
  const campaign = await bench.campaign([gateway], {
    calls_per_minute: 12_000,
    max_retries: 1_000_000,
    retry_after_seconds: 1,
  });
  await bench.fill(campaign, 2_000);
  await bench.until(
    'two hundred calls',
    async () => (await readLedger(bench.context.directory, gateway)).length >= 200,
  );
  await ask({ bench, client, gateway, campaign });
  const answered = Date.now();
  await sleep(WATCH_SECONDS);
  const placed = (await readLedger(bench.context.directory, gateway)).map(({ placedAt }) =>
    Date.parse(placedAt),
  );
  await bench.query(`update campaign set status = 'stopped' where id = $1`, [campaign]);
  await bench.query('delete from opt_out');
  return Math.max(0, Math.max(...placed) - answered);
}

async function act(client: Client, path: string, body?: object): Promise<void> {
  const { status, body: answer } = await client.post(path, body);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
}

/** What the engine itself does when somebody presses the key, for everybody at once. */
async function optOutAll({ bench, campaign }: Scene): Promise<void> {
  await bench.query(
    `insert into opt_out (account_id, number, channel, source)
     select account_id, number, 'voice', 'keypress 9' from subscriber where campaign_id = $1`,
    [campaign],
  );
}
