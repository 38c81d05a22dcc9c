import { barriers } from './barriers';
import { expect, type Page, test } from './test';

test.describe.configure({ mode: 'serial' });

test('a view of a list is kept, and opened again by one click', async ({ page }) => {
  await page.goto('/calls?period=last-7-days&disposition=busy,no-answer');
  await column(page, 'Gateway');
  await menu(page, 'Keep this as a view…');
  await page.getByLabel('Name').fill('Missed this week');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  const view = page.getByRole('link', { name: 'Missed this week' });
  await expect(view).toHaveAttribute('aria-current', 'page');

  // Opened from the usual list, it says in the address all that it shows; the days stay relative.
  await page.goto('/calls');
  await expect(page.getByText('Today', { exact: true })).toBeVisible();
  await view.click();
  await expect(page).toHaveURL(/period=last-7-days/);
  await expect(page).toHaveURL(/columns=[^&]*gatewayName/);
  await expect(page.getByText('Last 7 days', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /Disposition.*Busy, No answer/ })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
});

test('a view of a list is replaced, renamed, shared and deleted', async ({ page }) => {
  await page.goto('/calls');
  const view = page.getByRole('link', { name: 'Missed this week' });
  await view.click();
  await expect(view).toHaveAttribute('aria-current', 'page');

  // Something else on screen, shown in it from now on.
  await page.getByRole('button', { name: 'Clear filter Disposition' }).click();
  await expect(view).not.toHaveAttribute('aria-current', 'page');
  await menu(page, 'Show this in “Missed this week” from now on');
  await expect(view).toHaveAttribute('aria-current', 'page');

  await menu(page, 'Rename, replace or delete views…');
  await page.getByRole('button', { name: 'Rename' }).click();
  const rename = page.getByRole('dialog', { name: /Rename/ });
  await rename.getByLabel('Name').fill('All this week');
  await rename.getByLabel('For everybody in the account').click();
  await rename.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('For everybody, kept by Owner')).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('link', { name: 'All this week' })).toBeHidden();
});

test('what an address asks for in vain is left out, and said', async ({ page }) => {
  await page.goto('/subscribers?region=north&period=last-30-days&state=waiting');
  await expect(page.getByText('region=north')).toBeVisible();
  await expect(page.getByText('Last 30 days', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(page).toHaveURL(/subscribers\?period=last-30-days&state=waiting$/);
});

async function menu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Views of this list' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

async function column(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
}
