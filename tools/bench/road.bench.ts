import { hashPassword } from '@belltower/auth';
import {
  CampaignInput,
  CampaignStatus,
  CampaignView,
  ImportStatus,
  ImportView,
  GatewayInput,
} from '@belltower/dto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from '../../apps/api/testing/client';
import { startScratchApplication } from '../start/scratch-application';
import type { Bench, BenchContext } from './bench';
import { CONTACT_HEADER, contactLine, writeRows } from './contacts-file';
import { heapOf, leastInThirds, memoryOf, mostInThirds } from './memory';

const CONTACTS = { quick: 3_000, full: 100_000 };
const PASSWORD = 'correct horse battery';
const LOOK_MS = 1_000;
/** Least heap, garbage just collected, in the last third of the calling over that in the first. */
const FLAT = 1.15;
const MOST_MINUTES = 20;

/**
 * What a customer does, through the API of one `npm start`: a file is imported, a campaign calls everybody in it, and
 * the reports are compared with the carrier's own ledger.
 */
const bench: Bench = async (context) => {
  const contacts = context.quick ? CONTACTS.quick : CONTACTS.full;
  const client = await signedIn(context);
  const label = `${contacts.toLocaleString('en')} contacts`;

  const { phonebookId, seconds: importing } = await importAll(context, client, contacts);
  context.say(`imported in ${importing.toFixed(1)} s`);
  const gatewayId = await givenGateway(client);
  const campaignId = await givenCampaign(client, phonebookId, gatewayId);
  const { seconds, memory, heap } = await callAll(client, campaignId);
  const [{ total }, ledger] = await Promise.all([
    read<{ total: number }>(client, `calls?campaignId=${campaignId}&limit=1`),
    ledgerIds(client, gatewayId),
  ]);
  context.say(`${total.toLocaleString('en')} calls in ${seconds.toFixed(0)} s`);
  context.say(`most memory in each third ${memory.join(', ')} MB`);
  context.say(`least heap in each third ${heap.join(', ')} MB`);

  context.row({
    row: `${label}, calls a second from start to finished`,
    value: Math.round(total / seconds),
    target: 'told',
    met: true,
  });
  const unlike = Math.abs(ledger.length - total) + (ledger.length - new Set(ledger).size);
  context.row({
    row: `${label}, calls that report and carrier do not agree on`,
    value: unlike,
    target: '0',
    met: unlike === 0,
  });
  const [first = 0, , last = first] = heap;
  context.row({
    row: `${label}, least heap in the last third in MB, against the first third`,
    value: last,
    limit: first,
    target: `<= ${FLAT}`,
    met: last <= first * FLAT,
  });
};
export default bench;

async function signedIn({ directory, onEnd, database }: BenchContext): Promise<Client> {
  const { url } = await database();
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(
    `with account as (
       insert into account (name, default_country, time_zone) values ('Bench', 'US', 'UTC') returning id)
     insert into "user" (account_id, name, email, role, operator, password_hash)
     select id, 'Owner', 'bench@example.org', 'owner', true, $1 from account`,
    [await hashPassword(PASSWORD)],
  );
  await db.end();
  const environment = { DATABASE_URL: url, DEMO: 'false' };
  const start = () => startScratchApplication(join(directory, 'data'), environment);
  // The first start may have to build, which leaves its mark on the memory of the process.
  await (await start()).stop();
  const application = await start();
  onEnd(() => application.stop());
  const client = new Client(application.url);
  await client.post('sessions', { email: 'bench@example.org', password: PASSWORD });
  return client;
}

async function importAll({ directory }: BenchContext, client: Client, contacts: number) {
  const file = join(directory, 'contacts.csv');
  await writeRows(file, contacts, contactLine, [CONTACT_HEADER]);
  const begun = performance.now();
  const upload = await client.fetch('imports?fileName=contacts.csv', {
    method: 'POST',
    body: new Blob([await readFile(file)]),
  });
  const { id } = (await upload.json()) as ImportView;
  await client.post(`imports/${id}/start`, { newPhonebook: 'Everybody' });
  for (;;) {
    const view = await read<ImportView>(client, `imports/${id}`);
    if (view.status === ImportStatus.Finished && view.imported === contacts) {
      return {
        phonebookId: view.phonebookId!,
        seconds: (performance.now() - begun) / 1_000,
      };
    }
    if (view.endedAt) throw new Error(`The import did not take every row: ${JSON.stringify(view)}`);
    await rest();
  }
}

async function givenGateway(client: Client): Promise<number> {
  const { accountId } = await read<{ accountId: number }>(client, 'me');
  const input = Object.assign(new GatewayInput(), {
    name: 'Simulated line',
    driver: 'simulator',
    settings: { speed: 60, congestion: 0, ledgerMegabytes: 1_000 },
    channels: 20_000,
    callsPerSecond: 2_000,
  });
  const { id } = await write<{ id: number }>(client, 'platform/gateways', input);
  await client.put(`platform/gateways/${id}/grants`, { accountIds: [accountId] });
  return id;
}

async function givenCampaign(
  client: Client,
  phonebookId: number,
  gatewayId: number,
): Promise<number> {
  const input = Object.assign(new CampaignInput(), {
    name: 'Everybody',
    phonebookIds: [phonebookId],
    gatewayIds: [gatewayId],
    message: 'This is a benchmark.',
    countryHours: false,
    callsPerMinute: 60_000,
    startsAt: new Date(Date.now() - 1_000).toISOString(),
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    timeZone: 'UTC',
  });
  return (await write<{ id: number }>(client, 'campaigns', input)).id;
}

async function callAll(client: Client, id: number) {
  const begun = performance.now();
  await write(client, `campaigns/${id}/start`, {});
  const samples: number[] = [];
  const heaps: number[] = [];
  for (;;) {
    await rest();
    samples.push(await memoryOf(client));
    heaps.push(await heapOf(client));
    const { status } = await read<CampaignView>(client, `campaigns/${id}`);
    if (status === CampaignStatus.Finished) break;
    if (performance.now() - begun > MOST_MINUTES * 60_000)
      throw new Error(`The campaign is ${status} after ${MOST_MINUTES} minutes.`);
  }
  return {
    seconds: (performance.now() - begun) / 1_000,
    memory: mostInThirds(samples),
    heap: leastInThirds(heaps),
  };
}

async function ledgerIds(client: Client, gatewayId: number): Promise<string[]> {
  const answer = await client.fetch(`platform/gateways/${gatewayId}/ledger.jsonl`);
  const lines = (await answer.text()).trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

async function read<T>(client: Client, path: string): Promise<T> {
  const { status, body } = await client.get<T>(path);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

async function write<T>(client: Client, path: string, input: unknown): Promise<T> {
  const { status, body } = await client.post<T>(path, input);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

const rest = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));
