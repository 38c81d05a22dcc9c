import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type Page, type Request } from '@playwright/test';
import { join } from 'node:path';
import { startScratchApplication, type ScratchApplication } from '../start/scratch-application';
import type { BenchContext } from './bench';

const TARGET_BYTES = 200_000;
const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };
/** The sign-in is what a visitor loads first; the others are told with all that came before them. */
const SIGN_IN = '/sign-in';
const PAGES = [SIGN_IN, '/dashboard', '/phonebooks'];

/** A slow line, as Lighthouse assumes it for phones. */
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 204_800,
  uploadThroughput: 93_750,
};
const SLOW_WORDS = 'on a line of 1.6 Mbit/s, ms';
/** What Lighthouse calls fast. */
const FIRST_PAINT_MS = 1_800;
const LARGEST_PAINT_MS = 2_500;

/** Runs in the page. */
const WATCH_PAINTS = `
  const paints = { first: 0, largest: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') paints.first = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => (paints.largest = startTime));
  window.paints = paints;`;

/**
 * What a browser with an empty cache fetches, over HTTP and gzipped, until a page of the panel stands, how soon it
 * paints, and what stands in the way of people with a disability. Lighthouse itself is not among the dependencies.
 */
export default async function panel({ directory, onEnd, row, say }: BenchContext): Promise<void> {
  const application = await startScratchApplication(join(directory, 'data'));
  onEnd(() => application.stop());
  await setUp(application);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  });
  onEnd(() => browser.close());
  for (const path of PAGES) {
    const context = await browser.newContext({ extraHTTPHeaders: { 'accept-encoding': 'gzip' } });
    if (path !== SIGN_IN) await signIn(context, application);
    const page = await context.newPage();
    const { fonts, rest } = await load(page, application.url + path, say);
    // The page stands before its font comes: both are told.
    for (const [what, value] of [
      ['without the font', rest],
      ['with the font', rest + fonts],
    ] as const) {
      const met = value < TARGET_BYTES;
      row({ row: `first load of ${path} ${what}, bytes`, value, target: `< ${TARGET_BYTES}`, met });
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    const value = violations.length;
    for (const { id, help } of violations) say(`${id}: ${help}`);
    row({ row: `barriers on ${path} that axe finds`, value, target: '0', met: value === 0 });
    await context.close();
  }
  const context = await browser.newContext();
  const { first, largest } = await paints(context, application.url + SIGN_IN);
  const paint = (what: string, value: number, most: number) =>
    row({
      row: `${what} of ${SIGN_IN} ${SLOW_WORDS}`,
      value,
      target: `< ${most}`,
      met: value < most,
    });
  paint('first paint', first, FIRST_PAINT_MS);
  paint('largest paint', largest, LARGEST_PAINT_MS);
  await context.close();
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
async function load(page: Page, address: string, say: (line: string) => void) {
  const requests: Request[] = [];
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

/** When something, and when the largest thing, was painted on a slow line; in ms since the address was opened. */
async function paints(context: BrowserContext, address: string) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  await page.addInitScript({ content: WATCH_PAINTS });
  await page.goto(address, { waitUntil: 'networkidle' });
  const seen = await page.evaluate<{ first: number; largest: number }>('paints');
  return { first: Math.round(seen.first), largest: Math.round(seen.largest) };
}
