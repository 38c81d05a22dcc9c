import { expect, test as base, type Page } from '@playwright/test';

export { expect, type Page } from '@playwright/test';

/** Who set the installation up: an owner of its first account, and its operator. */
export const OWNER = {
  name: 'Owner',
  email: 'owner@example.org',
  password: 'correct horse battery',
  organisation: 'Lakeside Clinic',
};

/** An answer that is an error is shown by the panel; that the browser notes it too is no fault. */
const EXPECTED = /Failed to load resource/;

/** As Playwright's, but a page that reports an error or breaks the content security policy fails its test. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) {
        complaints.push(message.text());
      }
    });
    await use(page);
    expect(complaints, 'what the browser complained about').toEqual([]);
  },
});

export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string } = OWNER,
): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}
