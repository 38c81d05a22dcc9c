import type { APIRequestContext } from '@playwright/test';
import type { CallView, DailyReportView, DashboardView, Page as ListPage } from '@belltower/dto';
import { readFileSync } from 'node:fs';
import { barriers } from './barriers';
import { get, post, send } from './requests';
import { expect, test } from './test';

const NAME = 'Reminders to report';
/** More than a page of a list has. */
const PEOPLE = 60;

/** What the simulated carrier says became of a call. */
interface LedgerLine {
  number: string;
  disposition: string;
}

test.describe.configure({ mode: 'serial' });

let campaignId: number;
let ledger: LedgerLine[];

test.beforeAll(async ({ playwright, baseURL }) => {
  test.setTimeout(120_000);
  const request = await playwright.request.newContext({
    baseURL,
    storageState: 'test-results/owner.json',
  });
  const gatewayId = await givenGateway(request);
  campaignId = await givenCampaign(request, gatewayId);
  await post(request, `campaigns/${campaignId}/start`);
  await expect
    .poll(async () => (await get<{ status: string }>(request, `campaigns/${campaignId}`)).status, {
      timeout: 90_000,
    })
    .toBe('finished');
  const lines = await (
    await request.get(`/api/v1/platform/gateways/${gatewayId}/ledger.jsonl`)
  ).text();
  ledger = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerLine);
  await request.dispose();
});

test('every total is the one that the carrier itself has counted', async ({ page }) => {
  // Congestion is no attempt of the person's: such a call is made again.
  expect(new Set(ledger.map(({ number }) => number)).size).toBe(PEOPLE);
  const answered = ledger.filter(({ disposition }) => disposition === 'answered').length;
  const request = page.request;
  const list = await get<ListPage<CallView>>(request, `calls?campaignId=${campaignId}&limit=200`);
  const daily = await get<DailyReportView>(request, `reports/daily?campaignId=${campaignId}`);
  const dashboard = await get<DashboardView>(request, `reports/dashboard?campaignId=${campaignId}`);
  expect(byNumber(list.items)).toEqual(byNumber(ledger));
  for (const figures of [daily.total, dashboard.total]) {
    expect(figures).toMatchObject({ calls: ledger.length, answered });
    expect(Object.fromEntries(figures.dispositions.map((d) => [d.disposition, d.calls]))).toEqual(
      counts(ledger),
    );
  }
  const talk = list.items.reduce((sum, { talkSeconds }) => sum + talkSeconds, 0);
  expect([daily.total.talkSeconds, dashboard.total.talkSeconds]).toEqual([talk, talk]);
});

test('the dashboard leads to the calls behind its figures', async ({ page }) => {
  await page.goto(`/dashboard?period=today&campaignId=${campaignId}`);
  const tile = page.locator('app-stat-tile').filter({ hasText: 'Calls' }).first();
  await expect(tile).toContainText(String(ledger.length));
  await expect(page.getByRole('heading', { name: 'How calls ended' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(await barriers(page)).toEqual([]);
  const answered = counts(ledger)['answered'] ?? 0;
  await page.getByRole('link', { name: `${answered} calls` }).click();
  await expect(page).toHaveURL(/\/calls\?.*disposition=answered/);
  await expect(page.getByText(`${answered} calls`, { exact: true })).toBeVisible();
});

test('the daily report adds up, and each of its numbers opens its calls', async ({ page }) => {
  await page.goto(`/daily?period=today&group=campaign&campaignId=${campaignId}`);
  const row = page.getByRole('row', { name: new RegExp(NAME) });
  const total = page.getByRole('row', { name: /^Total/ });
  await expect(row.getByRole('cell').first()).toHaveText(String(ledger.length));
  expect(await total.getByRole('cell').allTextContents()).toEqual(
    await row.getByRole('cell').allTextContents(),
  );
  expect(await barriers(page)).toEqual([]);
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/calls\\?.*campaignId=${campaignId}`));
  await expect(page.getByText(`${ledger.length} calls`, { exact: true })).toBeVisible();
});

test('an export has the calls that the filters on screen leave', async ({ page }) => {
  await page.goto(`/calls?campaignId=${campaignId}&disposition=answered`);
  const answered = counts(ledger)['answered'] ?? 0;
  await expect(page.getByText(`${answered} calls`, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(answered + 1);
  expect(lines[0]).toContain('Started,Campaign id,Campaign');
});

test('a call opens beside the list with its events, and closes by keyboard', async ({ page }) => {
  await page.goto(`/calls?campaignId=${campaignId}&disposition=answered`);
  await page.locator('[data-row] a.open').first().click();
  const call = page.getByRole('dialog');
  await expect(call.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await expect(call.getByRole('listitem').filter({ hasText: 'Answered' }).first()).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  const first = page.url();
  await page.keyboard.press('ArrowRight');
  await expect(page).not.toHaveURL(first);
  await expect(call.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(first);
  await page.keyboard.press('Escape');
  await expect(call).toBeHidden();
  await expect(page).toHaveURL(/disposition=answered$/);
});

test('a call turns to the next one over the end of a page, and the list goes along', async ({
  page,
}) => {
  await page.goto(`/calls?campaignId=${campaignId}`);
  const rows = page.locator('[data-row]');
  await expect(rows).toHaveCount(50);
  const last = await rows.last().getAttribute('data-row');
  await rows.last().locator('a.open').click();
  await expect(page).toHaveURL(new RegExp(`call=${last}`));
  await page.getByRole('button', { name: 'Next call of the list' }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(rows).toHaveCount(ledger.length - 50);
  await expect(page).toHaveURL(new RegExp(`call=${await rows.first().getAttribute('data-row')}`));
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`call=${last}`));
  await expect(rows).toHaveCount(50);
  expect(await rows.last().getAttribute('data-row')).toBe(last);
});

test('filters that are seldom asked for are folded, unless they are set', async ({ page }) => {
  await page.goto(`/calls?campaignId=${campaignId}&minTalkSeconds=1`);
  const chip = page.getByRole('button', { name: /^Talk time at least/ });
  await expect(chip).toContainText('1');
  await expect(page.getByRole('button', { name: 'Week day' })).toBeHidden();
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByRole('button', { name: 'Week day' }).click();
  await expect(page.getByRole('dialog', { name: 'Filter by Week day' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fewer filters' }).click();
  await page.getByRole('button', { name: 'Clear filter Talk time at least' }).click();
  await expect(page).toHaveURL(/campaignId=\d+$/);
  await expect(page.getByRole('button', { name: 'More filters' })).toBeFocused();
});

async function givenGateway(request: APIRequestContext): Promise<number> {
  const { id } = await post<{ id: number }>(request, 'platform/gateways', {
    name: 'Line to report on',
    channel: 'voice',
    driver: 'simulator',
    settings: { speed: 100, seed: 'report' },
    channels: 50,
    callsPerSecond: 50,
    enabled: true,
    allowedPrefixes: [],
  });
  const { accountId } = await get<{ accountId: number }>(request, 'me');
  await send(request, 'put', `platform/gateways/${id}/grants`, { accountIds: [accountId] });
  return id;
}

async function givenCampaign(request: APIRequestContext, gatewayId: number): Promise<number> {
  const phonebook = await post<{ id: number }>(request, 'phonebooks', { name: NAME });
  for (let person = 0; person < PEOPLE; person++) {
    const number = `+120255501${String(person).padStart(2, '0')}`;
    await post(request, 'contacts', { phonebookId: phonebook.id, number });
  }
  const { id } = await post<{ id: number }>(request, 'campaigns', {
    name: NAME,
    channel: 'voice',
    phonebookIds: [phonebook.id],
    gatewayIds: [gatewayId],
    suppressionListIds: [],
    message: 'Hello',
    callsPerMinute: 1_200,
    ringTimeoutSeconds: 45,
    maxCallSeconds: 600,
    maxRetries: 0,
    retryAfterSeconds: 300,
    retryOn: [],
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2099-01-01T00:00:00Z',
    hoursFrom: '00:00',
    hoursUntil: '24:00',
    weekDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    excludedDates: [],
    timeZone: 'UTC',
    countryHours: false,
  });
  return id;
}

function counts(lines: readonly LedgerLine[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { disposition } of lines) counted[disposition] = (counted[disposition] ?? 0) + 1;
  return counted;
}

function byNumber(calls: readonly LedgerLine[]): string[] {
  return calls.map(({ number, disposition }) => `${number} ${disposition}`).sort();
}
