import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from './test';

test.describe.configure({ mode: 'serial' });

const DATA = join(__dirname, '../../api/e2e/import');
const ORIGINAL = 'contacts-original-format.csv';
const MIXED = 'contacts-header-mixed.csv';
/** Latin-1, with semicolons, Windows line ends, and numbers that are in the phonebook already. */
const LATIN = 'contacts-latin1-semicolons.csv';
const GATEWAY = 'Practice line';
const CAMPAIGN = 'Appointments of this week';
/** Of the account: the browser's, when it was set up. */
const ZONE = 'Europe/Madrid';
const HOUR_MS = 3_600_000;

/** What the sentence at the end of an import counts. */
async function countOf(page: Page, word: string): Promise<number> {
  const sentence = await page.locator('.outcome h2').innerText();
  const [, count = '0'] = new RegExp(`([\\d,]+) ${word}`).exec(sentence) ?? [];
  return Number(count.replaceAll(',', ''));
}

async function choose(page: Page, label: string, option: RegExp | string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

test('a phonebook is written, and a contact by hand', async ({ page }) => {
  await page.goto('/phonebooks');
  await page.getByRole('link', { name: 'New phonebook' }).first().click();
  // The list, which stands until the form is there, has a box of the same name.
  await expect(page.getByRole('heading', { name: 'New phonebook' })).toBeVisible();
  await page.getByLabel('Name').fill('Patients');
  await page.getByLabel('Description').fill('Everybody with an appointment');
  await page.getByRole('button', { name: 'Create phonebook' }).click();
  await expect(page.getByText('Patients').first()).toBeVisible();

  await page.goto('/contacts/new');
  await page.getByLabel('Phonebook').fill('Pat');
  await page.getByRole('option', { name: 'Patients' }).click();
  const number = page.getByLabel('Number (required)', { exact: true });
  await number.fill('911');
  await page.getByRole('button', { name: 'Create contact' }).click();
  await expect(page.getByText(/emergency/i).first()).toBeVisible();
  await number.fill('(702) 555-0100');
  await page.getByLabel('First name').fill('Zoë');
  await page.getByRole('button', { name: 'Create contact' }).click();
  await page.goto('/contacts');
  await expect(page.getByRole('row', { name: /\+1 702 555 0100/ })).toContainText('Zoë');
});

test('a file in the format of the original panel is imported as it is', async ({ page }) => {
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles(join(DATA, ORIGINAL));
  await expect(page.getByText('in the format of the original panel')).toBeVisible();
  await page.getByRole('combobox', { name: 'Phonebook' }).fill('Pat');
  await page.getByRole('option', { name: 'Patients' }).click();
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByRole('link', { name: 'See the contacts' })).toBeVisible();
  const rows = readFileSync(join(DATA, ORIGINAL), 'utf8').trim().split('\n').length;
  const words = ['imported', 'already there', 'repeated in the file', 'rejected'];
  const counts = await Promise.all(words.map((word) => countOf(page, word)));
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count)).toBe(rows);
});

test('a file with a header is mapped, and its bad rows are told apart and downloaded', async ({
  page,
}) => {
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles(join(DATA, MIXED));
  await page.getByRole('button', { name: 'New phonebook', exact: true }).click();
  await page.getByLabel('Name of the new phonebook').fill('Debtors');
  await choose(page, 'Notas becomes', 'Notes');
  await choose(page, 'Saldo, € becomes', 'Variable “Saldo, €”');
  await expect(page.getByText(/rows cannot be imported like this/)).toBeVisible();
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByRole('link', { name: 'See the contacts' })).toBeVisible();
  const rejected = await countOf(page, 'rejected');
  expect(rejected).toBeGreaterThan(0);

  const link = page.getByRole('link', { name: 'Download rejected rows' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const kept = rejectsOf(readFileSync(await download.path(), 'utf8'));
  expect(kept).toHaveLength(rejected);
  const lines = readFileSync(join(DATA, MIXED), 'utf8').split('\n');
  for (const { row, reason, line } of kept) {
    const there = lines
      .slice(line - 1)
      .join('\n')
      .slice(0, row.length);
    expect(there, `line ${line}, refused because ${reason}`).toBe(row);
  }
  expect(kept.some(({ reason }) => /emergency/.test(reason))).toBe(true);

  const shown = page.getByRole('region', { name: 'Rejected rows' }).getByRole('row');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(shown).toHaveCount(rejected + 1);
});

test('a file of another country’s spreadsheet updates who is there already', async ({ page }) => {
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles(join(DATA, LATIN));
  await page.getByRole('combobox', { name: 'Phonebook' }).fill('Pat');
  await page.getByRole('option', { name: 'Patients' }).click();
  await expect(page.locator('app-import-preview')).toContainText('Ångström');
  await choose(page, 'Idioma becomes', 'Variable “Idioma”');
  await choose(page, 'Numbers that are there already (required)', 'Update with what the file says');
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page.getByRole('link', { name: 'See the contacts' })).toBeVisible();
  await expect(page.locator('.outcome h2')).toHaveText(
    '2 imported, 5 updated, 1 repeated in the file, 1 rejected',
  );

  await page.getByRole('link', { name: 'See the contacts' }).click();
  const found = async (number: string) => {
    await page.goto(`/contacts?number=${encodeURIComponent(number)}`);
    return page.locator('[data-row]');
  };
  // What the file leaves blank stays as it was.
  await expect(await found('7025550100')).toContainText(/Zoë.*Ångström/);
  await expect(await found('7025550182')).toContainText(/José.*Núñez/);
  // Of two rows with one number the last word counts.
  await expect(await found('4155550191')).toContainText('Öberg-Lind');
  await expect(await found('4155550192')).toContainText('Noël; dit Léo');
});

test('an operator adds a simulated gateway and grants it', async ({ page }) => {
  await page.goto('/platform/gateways/new');
  await page.getByLabel('Name (required)').fill(GATEWAY);
  await page.getByLabel('Channels (required)').fill('40');
  await page.getByLabel('Calls per second (required)').fill('20');
  await page.getByLabel('Speed (required)').fill('50');
  await page.getByRole('button', { name: 'Create gateway' }).click();
  await page.getByRole('link', { name: GATEWAY }).click();
  await page.getByRole('button', { name: 'Granted to 0 accounts' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('Lake');
  await page.getByRole('option', { name: 'Lakeside Clinic' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Granted to 1 account' })).toBeVisible();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('Up', { exact: true })).toBeVisible();
});

test('a campaign outside its hours says so', async ({ page }) => {
  await page.goto('/campaigns/new');
  await page.getByLabel('Name (required)').fill(CAMPAIGN);
  await pick(page, 'Phonebooks (required)', 'Patients');
  await pick(page, 'Gateways (required)', GATEWAY);
  await page.getByLabel('Message', { exact: true }).fill('This is your clinic.');
  await page.getByLabel('Calls per minute (required)').fill('600');
  await page.getByLabel('Retries (required)').fill('1');
  await page.getByLabel('Retry after (required)').fill('30');
  await page.getByLabel('From').fill(clock(3));
  await page.getByLabel('Until').fill(clock(4));
  await page.getByRole('button', { name: weekDay(3) }).click();
  // Or whether it calls would depend on the hour at which this runs.
  await page.getByLabel('Keep to the calling hours of each country').uncheck();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('contacts are called');
  await page.getByRole('button', { name: 'Start calling' }).click();
  await expect(page.locator('app-campaign-holds')).toContainText(/until .*\d\d:\d\d/);
  await expect(page.locator('app-campaign-holds')).toContainText('hours');
});

test('it calls once its hours are open, and a pause stops it', async ({ page }) => {
  await openCampaign(page);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('From').fill('00:00');
  await page.getByLabel('Until').fill('24:00');
  await page.getByRole('button', { name: 'Save' }).click();
  const counted = page.locator('app-campaign-strip .headline');
  await expect.poll(() => callsOf(page)).toBeGreaterThan(10);
  const before = await counted.innerText();
  await expect(counted).not.toHaveText(before);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.locator('app-status-chip').first()).toHaveText(/Paused/);
  await expect.poll(() => callsOnTheLine(page)).toBe(0);
  const paused = await callsOf(page);
  await page.reload();
  await expect(page.locator('app-campaign-holds')).toContainText(/paused/i);
  expect(await callsOf(page)).toBe(paused);
});

test('it goes on, finishes, and its calls are those that the carrier has counted', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openCampaign(page);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(page.locator('app-status-chip').first()).toHaveText(/Finished/, {
    timeout: 150_000,
  });
  const gateways = await read<{ items: { id: number; name: string }[] }>(page, 'gateways');
  const { id } = gateways.items.find(({ name }) => name === GATEWAY)!;
  const answer = await page.request.get(`/api/v1/platform/gateways/${id}/ledger.jsonl`);
  const ledger = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; number: string; disposition: string });
  expect(new Set(ledger.map((entry) => entry.id)).size).toBe(ledger.length);

  await page.goto(`/calls?period=all&campaignId=${await campaignId(page)}`);
  await expect(page.getByText(`${ledger.length} calls`, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /JSON Lines/ }).click(),
  ]);
  const calls = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; number: string; disposition: string });
  const told = (rows: { id: unknown; number: string; disposition: string }[]) =>
    rows.map(({ id: name, number, disposition }) => `${name} ${number} ${disposition}`).sort();
  const { accountId } = await read<{ accountId: number }>(page, 'me');
  expect(told(calls.map((call) => ({ ...call, id: `bt-${accountId}-${call.id}` })))).toEqual(
    told(ledger),
  );
});

test('a call opens beside the list, with what happened from ringing to its end', async ({
  page,
}) => {
  await page.goto(`/calls?period=all&campaignId=${await campaignId(page)}&disposition=answered`);
  const row = page.locator('[data-row]').first();
  // Formatted once what formats numbers has been loaded.
  await expect(row.locator('.phone')).toContainText(' ');
  const number = await row.locator('.phone').innerText();
  await row.click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('heading', { name: number })).toBeVisible();
  const events = drawer.locator('.events li');
  await expect(events.first()).toContainText('Rings');
  await expect(events.nth(1)).toContainText('Answered');
  await expect(events.last()).toContainText('Ended');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

interface Reject {
  row: string;
  reason: string;
  line: number;
}

/** The rows of a file of rejects, whose quoted cells may hold line breaks, with what was put behind them. */
function rejectsOf(text: string): Reject[] {
  const [, ...rows] = text.replace(/^\uFEFF/, '').match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g) ?? [];
  return rows.map((row) => {
    const [, own = '', reason = '', line = ''] =
      /^(.*),("(?:[^"]|"")*"|[^",]*),(\d+)$/s.exec(row) ?? [];
    return { row: own, reason, line: Number(line) };
  });
}

/** The wall clock so many hours from now, where the account is. */
function clock(hours: number): string {
  const then = new Date(Date.now() + hours * HOUR_MS);
  return then.toLocaleTimeString('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
}

/** Name of the day so many days from now. */
function weekDay(days: number): string {
  const then = new Date(Date.now() + days * 24 * HOUR_MS);
  return then.toLocaleDateString('en-GB', { timeZone: ZONE, weekday: 'long' });
}

/** Chooses one more of a relation; the only one there is may have been chosen already. */
async function pick(page: Page, label: string, name: string): Promise<void> {
  const chosen = page.getByRole('list', { name: `${label}, chosen` });
  if (await chosen.getByText(name).isVisible()) return;
  await page.getByRole('combobox', { name: label }).fill(name);
  await page.getByRole('option', { name }).click();
  await expect(chosen).toContainText(name);
}

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1/${path}`);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

interface Progress {
  id: number;
  name: string;
  inProgress: number;
}

async function campaign(page: Page): Promise<Progress> {
  const { items } = await read<{ items: Progress[] }>(page, 'campaigns');
  return items.find(({ name }) => name === CAMPAIGN)!;
}

const campaignId = async (page: Page) => (await campaign(page)).id;
const callsOnTheLine = async (page: Page) => (await campaign(page)).inProgress;

async function callsOf(page: Page): Promise<number> {
  const path = `calls?campaignId=${await campaignId(page)}&limit=1`;
  return (await read<{ total: number }>(page, path)).total;
}

async function openCampaign(page: Page): Promise<void> {
  await page.goto('/campaigns');
  await page
    .getByRole('link', { name: new RegExp(CAMPAIGN) })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
}
