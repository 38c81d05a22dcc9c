import { expect, signIn, test } from './test';

const CUSTOMER = { name: 'North branch', email: 'north@example.org', password: 'chosen by myself' };

test.describe.configure({ mode: 'serial' });

test('an operator makes an account, and its owner chooses a password with the link', async ({
  page,
  browser,
}) => {
  await page.goto('/platform/accounts');
  await page.getByRole('link', { name: 'New account' }).click();
  await expect(page.getByRole('heading', { name: 'New account' })).toBeVisible();
  await page.getByLabel('Organisation').fill(CUSTOMER.name);
  await page.getByLabel('Contacts', { exact: true }).fill('500');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('link', { name: CUSTOMER.name }).click();
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('link', { name: 'New user' }).first().click();
  await expect(page.getByRole('heading', { name: 'New user' })).toBeVisible();
  await page.getByLabel(/^Name/).fill('Branch manager');
  await page.getByLabel('E-mail').fill(CUSTOMER.email);
  await page.getByRole('combobox', { name: /Role/ }).click();
  await page.getByRole('option', { name: 'Owner' }).click();
  await page.getByRole('button', { name: 'Create user' }).click();

  await expect(page.getByRole('row', { name: /Branch manager/ })).toContainText('Invited');
  await page.getByRole('button', { name: 'Actions for Branch manager' }).click();
  await page.getByRole('menuitem', { name: /Link to choose a password/ }).click();
  const link = await page.getByLabel('To copy').textContent();

  const context = await browser.newContext({ storageState: undefined });
  const theirs = await context.newPage();
  await theirs.goto(link ?? '');
  await theirs.getByLabel(/^New password/).fill(CUSTOMER.password);
  await theirs.getByRole('button', { name: 'Set password' }).click();
  await signIn(theirs, CUSTOMER);
  await theirs.goto('/settings/limits');
  await expect(theirs.getByRole('listitem').filter({ hasText: 'Contacts' })).toContainText('500');
  await context.close();
});

test('an operator signs in as the account, sees so on every page, and comes back', async ({
  page,
}) => {
  await page.goto('/platform/accounts');
  await page.getByRole('button', { name: `Actions for ${CUSTOMER.name}` }).click();
  await page.getByRole('menuitem', { name: /Sign in as/ }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText(`You are signed in as ${CUSTOMER.name}`)).toBeVisible();
  await page.goto('/settings/activity');
  await expect(page.getByText(`You are signed in as ${CUSTOMER.name}`)).toBeVisible();
  await expect(page.getByText('Account signed in as')).toBeVisible();
  await page.getByRole('button', { name: 'Back to my account' }).click();
  await expect(page).toHaveURL(/platform\/accounts/);
  await expect(page.getByText('You are signed in as')).toBeHidden();
});

test('a suspended account is turned away at the next click', async ({ page, browser }) => {
  const context = await browser.newContext({ storageState: undefined });
  const theirs = await context.newPage();
  await signIn(theirs, CUSTOMER);
  await page.goto('/platform/accounts');
  await page.getByRole('button', { name: `Actions for ${CUSTOMER.name}` }).click();
  await page.getByRole('menuitem', { name: /Suspend/ }).click();
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  await expect(page.getByText('is suspended')).toBeVisible();
  await theirs.goto('/phonebooks');
  await expect(theirs.getByText('This account is suspended')).toBeVisible();
  await context.close();
});

test('the state of the installation is on one page', async ({ page }) => {
  await page.goto('/platform/system');
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible();
  await expect(page.getByText('PostgreSQL')).toBeVisible();
});

test('totals are checked from the page of the installation, and the outcome is a sentence', async ({
  page,
}) => {
  await page.goto('/platform/system');
  await page.getByRole('button', { name: 'Check totals' }).click();
  await expect(page.getByText('Every total is what its rows come to')).toBeVisible();
});
