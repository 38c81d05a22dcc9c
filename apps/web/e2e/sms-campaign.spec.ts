import type { APIRequestContext } from '@playwright/test';
import { get, post, send } from './requests';
import { expect, type Page, test } from './test';

test.describe.configure({ mode: 'serial' });

const GATEWAY = 'Texts of the practice';
const BOOK = 'People with a phone';
const CAMPAIGN = 'Texts of this week';
/** The first name has a letter that GSM 7-bit has not. */
const NAMES = ['François', 'Ana', 'Bo', 'Cem', 'Dana', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo'];
const PEOPLE = 30;
/** Most are not delivered; and what is told of it comes twice, too early, and in the wrong order. */
const SETTINGS = {
  ...{ delivered: 40, undelivered: 30, rejected: 30, expired: 0, unreported: 0, failed: 0 },
  ...{ twicePercent: 50, outOfOrderPercent: 50, earlyPercent: 30, replyPercent: 0 },
  ...{ speed: 10, receiptSecondsFrom: 1, receiptSecondsUntil: 12 },
};

interface Entry {
  id: string;
  number: string;
  text: string;
  sender: string | null;
  outcome: string;
}
interface Message {
  id: number;
  number: string;
  text: string;
  state: string;
}

const numberOf = (person: number) => `+1202555${String(4_000 + person)}`;
const nameOf = (person: number) => NAMES[person % NAMES.length]!;

async function ledgerOf(request: APIRequestContext): Promise<Entry[]> {
  const { items } = await get<{ items: { id: number; name: string }[] }>(request, 'gateways');
  const { id } = items.find(({ name }) => name === GATEWAY)!;
  const answer = await request.get(`/api/v1/platform/gateways/${id}/ledger.jsonl`);
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
}

async function campaignOf(request: APIRequestContext) {
  type Progress = { id: number; name: string; sent: number; left: number; reached: number };
  const { items } = await get<{ items: Progress[] }>(request, 'campaigns?channel=sms');
  return items.find(({ name }) => name === CAMPAIGN)!;
}

async function open(page: Page): Promise<void> {
  const { id } = await campaignOf(page.request);
  await page.goto(`/campaigns/${id}`);
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
}

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: 'test-results/owner.json' });
  const { request } = context;
  const gateway = await post<{ id: number }>(request, 'platform/gateways', {
    ...{ name: GATEWAY, channel: 'sms', driver: 'simulator', channels: 20, callsPerSecond: 50 },
    settings: SETTINGS,
  });
  const { accountId } = await get<{ accountId: number }>(request, 'me');
  await send(request, 'put', `platform/gateways/${gateway.id}/grants`, { accountIds: [accountId] });
  const { id: phonebookId } = await post<{ id: number }>(request, 'phonebooks', { name: BOOK });
  for (let person = 0; person < PEOPLE; person++)
    await post(request, 'contacts', {
      ...{ phonebookId, number: numberOf(person), firstName: nameOf(person) },
      lastName: `No. ${person}`,
    });
  await context.close();
});

test('a text is written, counted as the network counts it, and seen as people will get it', async ({
  page,
}) => {
  await page.goto('/campaigns/new');
  await page.getByLabel('Name (required)').fill(CAMPAIGN);
  const channel = page.getByRole('combobox', { name: 'Channel (required)' });
  // With no gateway for calls there is nothing to choose.
  if (await channel.isVisible()) {
    await channel.click();
    await page.getByRole('option', { name: 'SMS' }).click();
  }
  await expect(page.getByLabel('Key to opt out')).toBeHidden();
  await page.getByRole('combobox', { name: 'Phonebooks (required)' }).fill(BOOK);
  await page.getByRole('option', { name: BOOK }).click();
  const chosen = page.getByRole('list', { name: 'Gateways (required), chosen' }).getByText(GATEWAY);
  const offered = page.getByRole('option', { name: GATEWAY });
  await page.getByRole('combobox', { name: 'Gateways (required)' }).fill(GATEWAY);
  // Where it is the only one it is chosen already.
  await expect(offered.or(chosen)).toBeVisible();
  if (await offered.isVisible()) await offered.click();
  await expect(chosen).toBeVisible();

  const text = page.getByLabel('Text (required)', { exact: true });
  const size = page.locator('app-message-composer .size');
  await text.fill('“Hello” ');
  await expect(size).toContainText('7 characters, Unicode: 1 segment, 63 left');
  await page.getByRole('button', { name: 'Use plain quotes and dashes' }).click();
  await expect(text).toHaveValue('"Hello" ');
  await text.fill('Dear ');
  await page.getByRole('button', { name: 'First name' }).click();
  await text.press('End');
  await text.pressSequentially(', your appointment is this week.');
  await expect(text).toHaveValue('Dear {first_name}, your appointment is this week.');
  const composer = page.locator('app-message-composer');
  await expect(composer).toContainText(`${PEOPLE} people get it once: ${PEOPLE} segments in all.`);
  await expect(composer).toContainText('make 3 of 30 messages Unicode');
  await expect(composer.locator('h3')).toHaveText(/^What François No\. \d+ gets$/);
  await expect(composer.locator('.bubble')).toHaveText(
    'Dear François, your appointment is this week.',
  );

  await page.getByLabel('Sender').fill('A name that is too long');
  await page.getByLabel('Answer to STOP').fill('You will get no more messages.');
  await page.getByLabel('Messages per minute (required)').fill('600');
  // Or whether it texts would depend on the hour at which this runs.
  await page.getByLabel('Keep to the calling hours of each country').uncheck();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(
    page.getByText('Sender must be a phone number, or a name of up to 11'),
  ).toBeVisible();
  await page.getByLabel('Sender').fill('Clinic');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
});

test('of two who edit it the second is told, keeps what was typed, and can go on', async ({
  page,
}) => {
  const { id } = await campaignOf(page.request);
  await page.goto(`/campaigns/${id}/edit`);
  const other = await page.context().newPage();
  await other.goto(`/campaigns/${id}/edit`);
  const stop = (one: Page) => one.getByLabel('Answer to STOP');
  const text = (one: Page) => one.getByLabel('Text (required)', { exact: true });
  await stop(other).fill('No more, then.');
  await text(page).fill('Dear {first_name}, your appointment is this week. See you.');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('What you typed is kept, what they changed')).toBeVisible();
  await expect(stop(page)).toHaveValue('No more, then.');
  await text(page).fill('Dear {first_name}, your appointment is this week.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: CAMPAIGN })).toBeVisible();
  await other.close();
});

test('it is tried out on one phone, and tells what it costs before it starts', async ({ page }) => {
  await open(page);
  const forecast = page.locator('app-campaign-forecast');
  await expect(forecast).toContainText(`All ${PEOPLE} contacts are texted`);
  await expect(forecast).toContainText(new RegExp(`Segments\\s*${PEOPLE}\\s*1 a message`));

  await page.getByRole('button', { name: 'Test message…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('As if it were for').fill('No. 4');
  await page.getByRole('option', { name: /Dana No\. 4/ }).click();
  await dialog.getByLabel(/^Number/).fill('+12025550123');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  const happens = dialog.getByRole('region', { name: 'What happens' });
  // Of one that is rejected nothing is reported.
  await expect(
    happens
      .getByRole('listitem')
      .filter({ hasText: /Receipt|answer: rejected/ })
      .first(),
  ).toBeVisible();
  await expect(dialog.getByText('Dear Dana, your appointment is this week.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Start texting' }).click();
  await expect(page.locator('app-status-chip').first()).toHaveText(/Running|Finished/);
});

test('what became of each message is told per person and in sum, as the network has it', async ({
  page,
}) => {
  await open(page);
  const strip = page.locator('app-campaign-strip');
  await expect(page.locator('app-status-chip').first()).toHaveText(/Finished/, { timeout: 40_000 });
  await expect.poll(async () => (await campaignOf(page.request)).sent, { timeout: 30_000 }).toBe(0);
  const { id } = await campaignOf(page.request);
  const ledger = (await ledgerOf(page.request)).filter(({ id: name }) => !/test/.test(name));
  expect(ledger).toHaveLength(PEOPLE);
  const { items } = await get<{ items: Message[] }>(
    page.request,
    `messages?campaignId=${id}&limit=200`,
  );
  const told = (rows: { number: string; text: string }[], stateOf: (row: never) => string) =>
    rows.map((row) => `${row.number} ${row.text} ${stateOf(row as never)}`).sort();
  expect(told(items, ({ state }: Message) => state)).toEqual(
    told(ledger, ({ outcome }: Entry) => outcome),
  );
  expect(new Set(ledger.map(({ sender }) => sender))).toEqual(new Set(['Clinic']));
  const sums = (state: string) => ledger.filter(({ outcome }) => outcome === state).length;
  for (const state of ['delivered', 'undelivered', 'rejected'])
    expect(sums(state)).toBeGreaterThan(0);

  await page.reload();
  await expect(strip.locator('.headline')).toHaveText(`All ${PEOPLE} done`);
  await expect(strip).toContainText(`${sums('delivered')} of ${PEOPLE} texted`);
  const course = page.locator('app-message-state-list');
  for (const [state, word] of [
    ['delivered', 'Delivered'],
    ['undelivered', 'Undelivered'],
    ['rejected', 'Rejected'],
  ] as const)
    await expect(
      course
        .getByRole('listitem')
        .filter({ has: page.getByText(word, { exact: true }) })
        .getByRole('link', { name: String(sums(state)), exact: true }),
    ).toBeVisible();

  const subscribers = page.locator('app-campaign-subscribers');
  for (const state of ['delivered', 'undelivered', 'rejected'] as const) {
    const { number } = ledger.find(({ outcome }) => outcome === state)!;
    const person = Number(number.slice(-4)) - 4_000;
    await subscribers.getByLabel('Number contains').fill(number);
    await expect(
      subscribers.getByRole('row', { name: new RegExp(`No\\. ${person}\\b`) }),
    ).toContainText(
      state === 'delivered' ? 'Delivered' : state === 'undelivered' ? 'Undelivered' : 'Rejected',
    );
  }

  // The number behind a state leads to its messages, and one of them to its own text.
  await course
    .getByRole('link', { name: String(sums('undelivered')), exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(/\/messages\?/);
});

test('whoever was not reached is texted again by a campaign of its own', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Text the rest again…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('nobody is texted before you start it');
  await expect(dialog.getByRole('checkbox', { name: 'Delivered', exact: true })).not.toBeChecked();
  const undelivered = dialog.getByRole('checkbox', { name: 'Undelivered' });
  await expect(undelivered).toBeChecked();
  await dialog.getByRole('button', { name: /^Make a campaign for/ }).click();
  await expect(page.getByText('It texts only numbers that')).toBeVisible();
  await expect(page.getByLabel('Text (required)', { exact: true })).toHaveValue(
    'Dear {first_name}, your appointment is this week.',
  );
});
