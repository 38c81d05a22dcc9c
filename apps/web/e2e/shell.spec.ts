import { barriers } from './barriers';
import { expect, OWNER, signIn, test } from './test';

const PAGES = [
  '/settings',
  '/settings/users',
  '/settings/users/new',
  '/settings/api-keys',
  '/settings/limits',
  '/settings/activity',
  '/settings/password',
  '/platform/accounts',
  '/platform/accounts/1',
  '/platform/accounts/1/users',
  '/platform/accounts/1/usage',
  '/platform/system',
  '/nothing-here',
];
const FRONT = ['/sign-in', '/forgotten-password', '/reset-password?token=used', '/set-up'];

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test.describe(`${scheme}, ${width} pixels wide`, () => {
      test.use({ colorScheme: scheme, viewport: { width, height: 844 } });

      test('the settings and the pages of operators have no barriers', async ({ page }) => {
        const found: string[] = [];
        for (const address of PAGES) {
          await page.goto(address);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await page.waitForLoadState('networkidle');
          found.push(...(await barriers(page)));
          const isWider = await page.evaluate(
            () => document.documentElement.scrollWidth > innerWidth,
          );
          expect(isWider, `${address} scrolls sideways`).toBe(false);
        }
        expect(found).toEqual([]);
      });

      test.describe('before signing in', () => {
        test.use({ storageState: { cookies: [], origins: [] } });
        test('there are no barriers', async ({ page }) => {
          const found: string[] = [];
          for (const address of FRONT) {
            await page.goto(address);
            await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
            found.push(...(await barriers(page)));
          }
          expect(found).toEqual([]);
        });
      });
    });
  }
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the navigation is a drawer that closes behind whoever used it', async ({ page }) => {
    await page.goto('/settings');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    expect(await barriers(page)).toEqual([]);
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Contacts' })
      .click();
    await expect(page).toHaveURL(/\/contacts$/);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  });
});

test('quick search opens by keyboard, and arrows and enter choose', async ({ page }) => {
  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('phoneb');
  await expect(page.getByRole('option', { name: /Phonebooks/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/phonebooks$/);
});

test('the theme goes through light, dark and the system’s, and stays chosen', async ({ page }) => {
  await page.goto('/settings');
  const theme = page.locator('html');
  const button = page.getByRole('button', { name: /^Theme:/ });
  const choose = async () => {
    const before = (await button.getAttribute('title')) ?? '';
    await button.click();
    await expect(button).not.toHaveAttribute('title', before);
    return button.getAttribute('title');
  };
  const seen = [await choose(), await choose(), await choose()];
  expect(seen.sort()).toEqual(['Theme: dark', 'Theme: light', 'Theme: system']);
  for (let theme; theme !== 'Theme: dark';) theme = await choose();
  await page.reload();
  await expect(theme).toHaveAttribute('data-theme', 'dark');
});

test('all tabs of a browser listen over one connection, which another takes over', async ({
  page,
  context,
}) => {
  const listening: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/events'))
      listening.push(request.frame().page() === page ? 'first' : 'second');
  });
  await page.goto('/phonebooks');
  await expect.poll(() => listening).toEqual(['first']);
  const other = await context.newPage();
  await other.goto('/phonebooks');
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await other.waitForLoadState('networkidle');
  expect(listening).toEqual(['first']);
  await page.close();
  await expect.poll(() => listening).toEqual(['first', 'second']);
});

test.describe('the original panel’s addresses', () => {
  for (const screen of ['phonebook', 'contact', 'campaign']) {
    for (const slash of ['', '/']) {
      test(`of ${screen}${slash} lead to the same screens here`, async ({ page }) => {
        await page.goto(`/dialer_campaign/${screen}${slash}`);
        await expect(page).toHaveURL(new RegExp(`/${screen}s$`));
        await page.goto(`/dialer_campaign/${screen}/add${slash}`);
        await expect(page).toHaveURL(new RegExp(`/${screen}s/new$`));
        await page.goto(`/dialer_campaign/${screen}/1${slash}`);
        await expect(page).toHaveURL(new RegExp(`/${screen}s/1$`));
      });
    }
  }

  test('of the import lead to the import', async ({ page }) => {
    for (const slash of ['', '/']) {
      await page.goto(`/dialer_campaign/contact/import${slash}`);
      await expect(page).toHaveURL(/\/contacts\/import$/);
    }
  });
});

test.describe('a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('that ends while working leads to the sign-in and back', async ({ page, context }) => {
    await signIn(page);
    await page.goto('/settings/limits?from=here');
    await expect(page.getByRole('heading', { name: 'Limits' })).toBeVisible();
    // What the page still asks for would be refused, and lead to the sign-in before anybody clicks.
    await page.waitForLoadState('networkidle');
    await context.clearCookies();
    await page.getByRole('link', { name: 'Users' }).click();
    await expect(page).toHaveURL(/sign-in\?return=/);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel(/^Password/).fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toHaveText('E-mail or password is wrong.');
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(page.getByLabel(/^Password/)).toHaveAttribute('type', 'text');
    await page.getByLabel(/^Password/).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(/\/settings\//);
  });
});
