import { expect, OWNER, signIn, test } from './test';

test.describe.configure({ mode: 'serial' });

test('the first owner sets an installation up, signs out, and signs in again', async ({ page }) => {
  await page.goto(process.env.SET_UP_LINK ?? '');
  await page.getByLabel('Organisation').fill(OWNER.organisation);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  const demo = page.getByLabel('Add demo data');
  if (await demo.isVisible()) await demo.uncheck();
  await page.getByRole('button', { name: 'Start using Belltower' }).click();
  await expect(page.getByRole('navigation').first()).toContainText('Phonebooks');

  await page.getByRole('button', { name: `Signed in as ${OWNER.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/sign-in/);

  await signIn(page);
  await expect(page.getByRole('navigation').first()).toContainText('Contacts');
  await page.context().storageState({ path: 'test-results/owner.json' });
});

test('the set-up link works once', async ({ page }) => {
  await page.goto(process.env.SET_UP_LINK ?? '');
  await expect(page.getByText('has set this installation up already')).toBeVisible();
});

test('a page that needs a sign-in asks for it and then opens', async ({ page }) => {
  await page.goto('/phonebooks');
  await expect(page).toHaveURL(/sign-in/);
});
