import { chromium, type BrowserContext, type Request } from '@playwright/test';
import { join } from 'node:path';
import { startScratchApplication, type ScratchApplication } from '../start/scratch-application';
import type { BenchContext } from './bench';

const TARGET_BYTES = 200_000;
const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };

/** What a browser with an empty cache fetches, over HTTP and gzipped, until a page of the panel stands. */
export default async function panel({ directory, onEnd, row, say }: BenchContext): Promise<void> {
  const application = await startScratchApplication(join(directory, 'data'));
  onEnd(() => application.stop());
  await setUp(application);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  });
  onEnd(() => browser.close());
  for (const path of ['/sign-in', '/phonebooks']) {
    const context = await browser.newContext({ extraHTTPHeaders: { 'accept-encoding': 'gzip' } });
    if (path !== '/sign-in') await signIn(context, application);
    const { fonts, rest } = await load(context, application.url + path, say);
    await context.close();
    // The page stands before its font comes: both are told.
    for (const [what, value] of [
      ['without the font', rest],
      ['with the font', rest + fonts],
    ] as const) {
      const met = value < TARGET_BYTES;
      row({ row: `first load of ${path} ${what}, bytes`, value, target: `< ${TARGET_BYTES}`, met });
    }
  }
}

async function setUp({ url, setUpLink }: ScratchApplication): Promise<void> {
  const token = new URL(setUpLink ?? '').searchParams.get('token');
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...OWNER, token, name: 'Clinic', userName: 'Owner' }),
  });
  if (!answer.ok) throw new Error(`Set-up answered ${answer.status}: ${await answer.text()}`);
}

async function signIn(context: BrowserContext, { url }: ScratchApplication): Promise<void> {
  const answer = await context.request.post(`${url}/api/v1/sessions`, { data: OWNER });
  if (!answer.ok()) throw new Error(`Sign-in answered ${answer.status()}: ${await answer.text()}`);
}

/** Bytes of the bodies of everything that the page fetched, and a line for each large one. */
async function load(context: BrowserContext, address: string, say: (line: string) => void) {
  const requests: Request[] = [];
  const page = await context.newPage();
  page.on('requestfinished', (request) => requests.push(request));
  await page.goto(address, { waitUntil: 'networkidle' });
  const bytes = { fonts: 0, rest: 0 };
  for (const request of requests) {
    const { responseBodySize } = await request.sizes();
    bytes[request.resourceType() === 'font' ? 'fonts' : 'rest'] += responseBodySize;
    if (responseBodySize > 10_000) say(`${responseBodySize} B  ${new URL(request.url()).pathname}`);
  }
  say(`${bytes.rest} B and ${bytes.fonts} B of fonts in ${requests.length} requests: ${address}`);
  return bytes;
}
