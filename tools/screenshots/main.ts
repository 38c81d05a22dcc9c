// Makes the pictures of docs/screenshots from a scratch installation with the demonstration's data.
import { chromium, type Page } from '@playwright/test';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory, startScratchApplication } from '../start/scratch-application.ts';

const ROOT = join(import.meta.dirname, '../..');
const PICTURES = join(ROOT, 'docs/screenshots');
const SAMPLE = join(ROOT, 'apps/api/e2e/import/contacts-header-mixed.csv');
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };
/** Long enough for charts to have drawn themselves and for running campaigns to have calls to show. */
const SETTLE_MS = 2_500;
const CALLING_MS = 45_000;

mkdirSync(PICTURES, { recursive: true });
const dataDir = scratchDirectory('screenshots');
const application = await startScratchApplication(dataDir);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const context = await browser.newContext({
    baseURL: application.url,
    viewport: DESK,
    colorScheme: 'light',
    timezoneId: 'Europe/Madrid',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await setUp(page, application.setUpLink ?? '');
  await page.waitForTimeout(CALLING_MS);
  await takeAll(page);
} finally {
  await browser.close();
  await application.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Makes the first owner and the demonstration's account, and goes into it. */
async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Organisation').fill('Lakeside Clinic');
  await page.getByLabel('Your name').fill('Owner');
  await page.getByLabel('E-mail').fill('owner@example.org');
  await page.getByLabel(/^Password/).fill('correct horse battery');
  await page.getByLabel('Add demo data').check();
  await page.getByRole('button', { name: 'Start using Belltower' }).click();
  await page.waitForURL(/dashboard/);
}

async function takeAll(page: Page): Promise<void> {
  await take(page, 'dashboard', '/dashboard');
  await take(page, 'campaigns', '/campaigns');
  await page.locator('tr', { hasText: 'Running' }).getByRole('link').first().click();
  await take(page, 'campaign');
  await take(page, 'calls', '/calls');
  await take(page, 'messages', '/messages');
  await page.goto('/campaigns?channel=sms');
  await page.locator('[data-row]').getByRole('link').first().click();
  await take(page, 'sms-campaign');
  await page.goto('/campaigns/new');
  await page.getByLabel('From').fill('18:00');
  await page.getByLabel('Until').fill('21:30');
  await page.getByRole('button', { name: 'Sunday' }).click();
  await page.getByRole('button', { name: 'Schedule' }).click();
  await take(page, 'campaign-form');
  // Away from the form without being asked whether to leave it.
  await page.goto('about:blank');
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles(SAMPLE);
  await page.getByRole('heading', { name: 'Preview' }).scrollIntoViewIfNeeded();
  await take(page, 'import');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'dashboard-dark', '/dashboard');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  await take(page, 'phone', '/campaigns');
}

async function take(page: Page, name: string, path?: string): Promise<void> {
  if (path) await page.goto(path);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  console.log(`docs/screenshots/${name}.png`);
}
