import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from './test';

test.describe.configure({ mode: 'serial' });

const DATA = join(__dirname, '../../api/e2e/import');
const ORIGINAL = 'contacts-original-format.csv';
const MIXED = 'contacts-header-mixed.csv';

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
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('Teléfono');
  expect(text).toMatch(/emergency/i);
  const shown = page.getByRole('region', { name: 'Rejected rows' }).getByRole('row');
  await expect(shown).toHaveCount(rejected + 1);
});
