import { readFileSync } from 'node:fs';
import { barriers } from './barriers';
import { expect, type Page, test } from './test';

const FILE = [
  'Phone;Why;Clerk',
  '+12025550171;Asked by letter;A',
  '202-555-0172;"=HYPERLINK(""x"")";B',
  'no number at all;;C',
  '+12025550171;Asked again;D',
  '911;;E',
  '',
].join('\n');

test.describe.configure({ mode: 'serial' });

async function textOf(page: Page, click: () => Promise<void>): Promise<string> {
  const downloading = page.waitForEvent('download');
  await click();
  return readFileSync(await (await downloading).path(), 'utf8');
}

test('a file of numbers is brought onto a new list, and its bad rows are told apart', async ({
  page,
}) => {
  await page.goto('/do-not-call');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Import do-not-call numbers' })).toBeVisible();
  const file = { name: 'letters.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) };
  await page.locator('input[type=file]').setInputFiles(file);

  await expect(page.getByText('2 of the first 5 rows cannot be imported')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Phone becomes' })).toContainText('Number');
  await page.getByRole('combobox', { name: 'Why becomes' }).click();
  await page.getByRole('option', { name: 'Reason' }).click();
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByLabel('Name of the new list').fill('Letters');
  await page.getByRole('button', { name: 'Start the import' }).click();

  await expect(
    page.getByRole('heading', { name: '2 imported, 1 repeated in the file, 2 rejected' }),
  ).toBeVisible();
  const rejects = await textOf(page, () =>
    page
      .getByRole('link', { name: /Download/ })
      .first()
      .click(),
  );
  expect(rejects).toContain('Phone;Why;Clerk;Problem;Line');
  expect(rejects).toMatch(/no number at all;;C;".+";4/);
  expect(rejects).toMatch(/911;;E;".+";6/);
  await page.getByRole('link', { name: 'See the numbers' }).click();
  await expect(page.getByRole('row', { name: /\+1 202 555 0171/ })).toContainText(
    'Asked by letter',
  );
});

test('several numbers are pasted, and what is none is said with its reason', async ({ page }) => {
  await page.goto('/do-not-call');
  await page.getByRole('link', { name: 'Add numbers' }).first().click();
  await page.getByRole('combobox', { name: /^List/ }).fill('Lett');
  await page.getByRole('option', { name: 'Letters' }).click();
  await page.getByLabel(/^Numbers/).fill('+1 202 555 0173, +1 202 555 0171\n12');
  await page.getByRole('button', { name: 'Add the numbers' }).click();
  await expect(
    page.getByRole('heading', { name: '1 number added, 1 already there, 1 left out' }),
  ).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: '12' })).toBeVisible();
});

test('“May I call or text this number?” is asked by quick search, and every rule answers', async ({
  page,
}) => {
  await page.goto('/do-not-call');
  await expect(page.getByRole('heading', { name: 'Do-not-call', exact: true })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('202 555 0171');
  await page.getByRole('option', { name: /May I call or text 202 555 0171/ }).click();
  await expect(
    page.getByRole('heading', { name: /\+1 202-?\s?555-?\s?0171 must not be called/ }),
  ).toBeVisible();
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Your do-not-call lists' }),
  ).toContainText(/Refused/);
  await expect(page.getByText('“Asked by letter”').first()).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.getByLabel('Number', { exact: true }).fill('+1 202 555 0179');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('heading', { name: /0179/ })).toBeVisible();
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Your do-not-call lists' }),
  ).toContainText('Allowed');
});

test('what is on screen is exported, and formulas are none any more', async ({ page }) => {
  await page.goto('/do-not-call?number=0172');
  await expect(page.getByRole('row', { name: /\+1 202 555 0172/ })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const csv = await textOf(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click());
  expect(csv.replace('\ufeff', '').trim().split('\r\n')).toEqual([
    expect.stringMatching(/^Number,Reason,List name,Source,Since \(.+\)$/),
    expect.stringMatching(/^\+12025550172,"'=HYPERLINK\(""x""\)","Letters",file,20/),
  ]);
});

test('a number is taken off and put back, and a list emptied with its count before', async ({
  page,
}) => {
  await page.goto('/do-not-call?number=0173');
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Take off the list' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /\+1 202 555 0173/ })).toBeVisible();

  await page.goto('/do-not-call/lists');
  await expect(page.getByRole('row', { name: /Letters/ })).toContainText('3');
  await page.getByRole('button', { name: 'Actions for Letters' }).click();
  await page.getByRole('menuitem', { name: 'Empty…' }).click();
  await expect(page.getByText('Its 3 numbers may be called and texted again')).toBeVisible();
  await page.getByRole('button', { name: 'Take off 3 numbers' }).click();
  await expect(page.getByRole('row', { name: /Letters/ })).toContainText('0');
});

test('an operator’s list holds for everybody, and customers learn no more', async ({ page }) => {
  await page.goto('/platform/do-not-call/lists');
  await page.getByRole('link', { name: 'New list' }).first().click();
  await expect(page.getByRole('heading', { name: 'New list' })).toBeVisible();
  await page.getByLabel(/^Name/).fill('National register');
  await page.getByRole('button', { name: 'Create list' }).click();
  await expect(page.getByRole('row', { name: /National register/ })).toBeVisible();
  await page.goto('/platform/do-not-call/new');
  await page.getByRole('combobox', { name: /^List/ }).fill('National');
  await page.getByRole('option', { name: 'National register' }).click();
  await page.getByLabel(/^Numbers/).fill('+1 202 555 0175');
  await page.getByRole('button', { name: 'Add the numbers' }).click();
  await expect(page.getByRole('heading', { name: '1 number added' })).toBeVisible();
  await page.goto('/do-not-call/check?number=%2B12025550175');
  await expect(page.getByText('It is on a do-not-call list of the platform').first()).toBeVisible();
  await expect(page.getByText('National register')).toBeHidden();
});
