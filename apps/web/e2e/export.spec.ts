import type { APIRequestContext } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { barriers } from './barriers';
import { expect, test } from './test';

test('the contacts on screen are had as a workbook, and a prepared file is downloaded and deleted', async ({
  page,
}) => {
  await given(page.request);
  await page.goto('/contacts?number=5550144');
  await expect(page.getByRole('row', { name: /0144/ })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const [workbook] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /Excel/ }).click(),
  ]);
  expect(workbook.suggestedFilename()).toBe('contacts.xlsx');
  // A ZIP archive, as all workbooks are.
  expect(
    readFileSync(await workbook.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');

  await page.goto('/exports');
  const row = page.getByRole('row', { name: /Contacts/ });
  await expect(row.getByText('Finished')).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: 'Download Contacts' }).click(),
  ]);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^\+12025550144,/);

  await page.getByRole('button', { name: /^Notifications/ }).click();
  await page
    .getByRole('menuitem', { name: /Contacts as CSV: the file is ready, 1 rows?/ })
    .first()
    .click();
  await expect(page).toHaveURL(/exports$/);
  await row.getByRole('button', { name: 'Delete Contacts' }).click();
  await expect(page.getByRole('row', { name: /Contacts/ })).toBeHidden();
});

test('a menu is opened, stepped through and closed by keyboard', async ({ page }) => {
  await page.goto('/contacts');
  const button = page.getByRole('button', { name: 'Export' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: /Excel/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: /^CSV/ })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: /prepared earlier/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: /Excel/ })).toBeHidden();
  await expect(button).toBeFocused();
});

/** One contact, and the file of it, prepared in the background although it is small. */
async function given(request: APIRequestContext): Promise<void> {
  const { cookies } = await request.storageState();
  const token = cookies.find(({ name }) => name === 'belltower_csrf')?.value ?? '';
  const headers = { 'x-csrf-token': token };
  const data = { name: 'To be exported' };
  const made = await request.post('/api/v1/phonebooks', { headers, data });
  const { id: phonebookId } = (await made.json()) as { id: number };
  const number = '+12025550144';
  await request.post('/api/v1/contacts', { headers, data: { phonebookId, number } });
  const filters = { number };
  const answer = await request.post('/api/v1/exports', {
    headers,
    data: { kind: 'contacts', format: 'csv', filters, inBackground: true },
  });
  expect(answer.status()).toBe(200);
}
