import { readFileSync } from 'node:fs';
import { barriers } from './barriers';
import { post } from './requests';
import { expect, test } from './test';

test('one person’s data is looked up from the contact, handed over, and erased', async ({
  page,
  request,
}) => {
  const { id: phonebookId } = await post<{ id: number }>(request, 'phonebooks', {
    name: 'Asked to be erased',
  });
  const { id } = await post<{ id: number }>(request, 'contacts', {
    ...{ phonebookId, number: '+12025550188', firstName: 'Wilhelmina', status: 'active' },
    variables: {},
  });
  await page.goto(`/contacts/${id}`);
  await page.getByRole('link', { name: 'Their data' }).click();
  await expect(page.getByRole('heading', { name: 'One person’s data' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '+1 202 555 0188' })).toBeVisible();
  await expect(page.getByRole('row', { name: 'Contacts 1 Deleted' })).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('person.json');
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, object[]>;
  expect(file.contacts).toEqual([expect.objectContaining({ firstName: 'Wilhelmina' })]);

  await page.getByRole('button', { name: 'Erase…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Deleted: 1 contact.');
  await expect(dialog).toContainText('cannot be undone');
  const typed = dialog.getByLabel(/^Type the number to confirm/);
  await typed.fill('202 555 0189');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(dialog).toContainText('This is not +1 202 555 0188');
  await typed.fill('(202) 555-0188');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();

  await expect(page.getByRole('heading', { name: 'Erased', exact: true })).toBeVisible();
  await expect(page.getByText(/^The number stands on “.+” now/)).toBeVisible();
  const entries = page.getByRole('row', { name: /^Do-not-call entries/ });
  await expect(entries).toContainText('Kept');
  await entries.getByRole('link').click();
  await expect(page.getByRole('row', { name: /\+1 202 555 0188/ })).toContainText(
    'Personal data erased',
  );
  await page.goto('/contacts?number=%3D%2B12025550188');
  await expect(page.getByText('Wilhelmina')).toBeHidden();
});
