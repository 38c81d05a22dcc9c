import { expect, test } from './test';

test('a key made in the settings works in the documentation of the API, until it is revoked', async ({
  page,
  browser,
}) => {
  await page.goto('/settings/api-keys');
  await page.getByRole('button', { name: 'New API key' }).first().click();
  await page.getByLabel(/^Name/).fill('Documentation');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = (await page.getByLabel('To copy').textContent()) ?? '';
  await page.getByRole('button', { name: 'Close' }).click();

  const context = await browser.newContext({ storageState: undefined });
  const docs = await context.newPage();
  const complaints: string[] = [];
  docs.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await docs.goto('/api/docs');
  await docs.getByRole('button', { name: 'Authorize' }).first().click();
  await docs.locator('.auth-container input').first().fill(key);
  await docs.locator('.auth-container .authorize').first().click();
  await docs.locator('.auth-container .btn-done').first().click();
  await docs.locator('#operations-tag-Phonebook').click();
  const list = docs.locator('.opblock-get').first();
  await list.click();
  await list.getByRole('button', { name: 'Try it out' }).click();
  await list.getByRole('button', { name: 'Execute' }).click();
  await expect(list.locator('.live-responses-table tbody .response-col_status')).toHaveText(/^200/);
  const create = docs.locator('.opblock-post').first();
  await create.click();
  await create.getByRole('button', { name: 'Try it out' }).click();
  await create.getByRole('button', { name: 'Execute' }).click();
  const status = create.locator('.live-responses-table tbody .response-col_status');
  await expect(status).toHaveText(/^201/);
  expect(complaints).toEqual([]);

  await page.getByRole('button', { name: 'Revoke Documentation' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('The key is revoked')).toBeVisible();
  await create.getByRole('button', { name: 'Execute' }).click();
  await expect(status).toHaveText(/^401/);
  await context.close();
});
