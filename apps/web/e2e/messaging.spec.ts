import { post, send } from './requests';
import { expect, type Page, test } from './test';

const DELIVERED = { delivered: 1, undelivered: 0, expired: 0, unreported: 0, rejected: 0 };

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a gateway for messages is filled in for a provider, and keeps what is secret to itself', async ({
  page,
}) => {
  await page.goto('/platform/gateways/new');
  await page.getByLabel('Name').first().fill('Twilio');
  await choose(page, 'Channel', 'SMS');
  await choose(page, 'Driver', 'HTTP');
  await page.getByLabel('User', { exact: true }).fill('AC1');
  await page.getByLabel('Password', { exact: true }).fill('token-of-the-account');
  await choose(page, 'Fill in for', 'Twilio');
  await expect(page.getByText('User: Account SID. Password: Auth token.')).toBeVisible();
  await expect(page.getByLabel('Messages per second (required)')).toHaveValue('10');
  await expect(page.getByLabel('Shortest ring timeout')).toHaveCount(0);
  await page.getByRole('button', { name: 'Create gateway' }).click();
  await page.getByRole('link', { name: 'Twilio' }).click();
  const reports = page.getByRole('region', { name: 'Receipts and replies' });
  await expect(reports.getByText(/\/api\/v1\/webhooks\/messages\/\d+\?key=SECRET$/)).toBeVisible();
  await expect(page.getByLabel('User', { exact: true })).toHaveValue('AC1');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
});

test('a test message shows the answer and its receipt, as they come', async ({ page }) => {
  await page.goto('/platform/gateways');
  await post(page.request, 'platform/gateways', {
    ...{ name: 'Network for a try', channel: 'sms', driver: 'simulator' },
    ...{ channels: 5, callsPerSecond: 5, callerId: 'Clinic' },
    settings: { ...DELIVERED, failed: 0, replyPercent: 0, speed: 5 },
  });
  await page.reload();
  await page.getByRole('link', { name: 'Network for a try' }).click();
  await page.getByRole('button', { name: 'Test message…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Number/).fill('+12025550123');
  await dialog.getByLabel(/^Text/).fill('Łukasz, are you there?');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  const happens = dialog.getByRole('region', { name: 'What happens' });
  for (const words of ['Handed over for +12025550123', 'taken, on its way', 'delivered DELIVRD'])
    await expect(happens.getByRole('listitem').filter({ hasText: words })).toBeVisible();
  await expect(happens.getByText('Unicode (UCS-2), 1 segment')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send again' })).toBeEnabled();
});

test('a test message is refused to whoever must not be reached, and says so at the number', async ({
  page,
}) => {
  await page.goto('/platform/gateways');
  const list = await post<{ id: number }>(page.request, 'suppression-lists', {
    ...{ name: 'No tests either', everywhere: true },
  });
  await post(page.request, 'suppressions', { listId: list.id, number: '+12025550194' });
  await page.getByRole('link', { name: 'Network for a try' }).click();
  await page.getByRole('button', { name: 'Test message…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Number/).fill('+12025550194');
  await dialog.getByLabel(/^Text/).fill('Still typed');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog.getByText(/is on a do-not-call list: it is not texted/)).toBeVisible();
  await expect(dialog.getByLabel(/^Text/)).toHaveValue('Still typed');
});

test('what cannot work is refused at its field, and nothing that was typed is lost', async ({
  page,
}) => {
  await page.goto('/platform/gateways/new');
  await page.getByLabel('Name').first().fill('Hostile');
  await choose(page, 'Channel', 'SMS');
  await choose(page, 'Driver', 'HTTP');
  await page.getByLabel(/^Address/).fill('https://user:word@api.example.com/send');
  await page.getByLabel(/^Body/).fill('{"to": "{number}", "text": {text}}');
  await page.getByLabel(/^Headers/).fill('X-Key: 1, Content-Length: 5');
  await page.getByRole('button', { name: 'Create gateway' }).click();
  await expect(page.getByText('Address must not contain user and password')).toBeVisible();
  await expect(page.getByText('Body is no JSON once it is filled in')).toBeVisible();
  await expect(page.getByText('Headers must not name Content-Length')).toBeVisible();
  await page.getByLabel(/^Address/).fill('http://127.0.0.1:9/send');
  await page.getByLabel(/^Body/).fill('{"to": "{number}", "text": "{text}"}');
  await page.getByLabel(/^Headers/).fill('X-Key: 1');
  await page.getByRole('button', { name: 'Create gateway' }).click();
  await expect(page.getByText(/^Address leads into this machine/)).toBeVisible();
  await expect(page.getByLabel('Name').first()).toHaveValue('Hostile');
  await expect(page.getByLabel(/^Headers/)).toHaveValue('X-Key: 1');
});

test('of two who edit a gateway the second is told, and saves what both have changed', async ({
  page,
}) => {
  const settings = { url: 'https://api.example.com/send', body: '{"to": "{number}"}' };
  await page.goto('/platform/gateways');
  const { id } = await post<{ id: number }>(page.request, 'platform/gateways', {
    ...{ name: 'Of two', channel: 'sms', driver: 'http', channels: 5, callsPerSecond: 5 },
    settings,
  });
  const address = `/platform/gateways/${id}`;
  const other = await page.context().newPage();
  await page.goto(address);
  await other.goto(address);
  await other.getByLabel(/^Address/).fill('https://api.example.com/v2/send');
  await page.getByLabel(/^Body/).fill('{"to": "{digits}"}');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other).toHaveURL(/platform\/gateways$/);
  await other.close();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('What you typed is kept, what they changed')).toBeVisible();
  await expect(page.getByLabel(/^Address/)).toHaveValue('https://api.example.com/v2/send');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/platform\/gateways$/);
  const answer = await page.request.get(`/api/v1${address}`);
  expect(await answer.json()).toMatchObject({
    settings: { url: 'https://api.example.com/v2/send', body: '{"to": "{digits}"}' },
  });
});

test('a reply stands in the panel as it comes, and STOP among the opt-outs', async ({ page }) => {
  await page.goto('/replies');
  const { request } = page;
  const me = (await (await request.get('/api/v1/me')).json()) as { accountId: number };
  const account = await (await request.get(`/api/v1/platform/accounts/${me.accountId}`)).json();
  const {
    id: _id,
    status: _status,
    demo: _demo,
    createdAt: _at,
    ...input
  } = account as Record<string, unknown>;
  await send(request, 'put', `platform/accounts/${me.accountId}`, {
    ...input,
    mayAddGateways: true,
  });
  const { id } = await post<{ id: number }>(request, 'own-gateways', {
    ...{ name: 'Provider of replies', channel: 'sms', driver: 'http' },
    ...{ channels: 5, callsPerSecond: 5 },
    settings: {
      ...{ url: 'https://api.example.org/messages', webhookSecret: 'secret-of-the-webhook' },
      ...{ replyIdPath: 'id', replyFromPath: 'from', replyToPath: 'to', replyTextPath: 'text' },
    },
  });
  const tell = (reply: object) =>
    request.post(`/api/v1/webhooks/messages/${id}?key=secret-of-the-webhook`, { data: reply });
  await tell({ id: '1', from: '+12025550171', to: '+12025550100', text: 'Thank you, Thursday' });
  await tell({ id: '2', from: '+12025550172', to: '+12025550100', text: 'STOP' });

  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  // Live: nobody has reloaded the page.
  await expect(row('Thank you, Thursday')).toContainText('unread');
  await expect(row('STOP').last()).toContainText('No more messages');
  await row('Thank you, Thursday')
    .getByRole('button', { name: /^Actions/ })
    .click();
  await page.getByRole('menuitem', { name: 'Mark as read' }).click();
  await expect(row('Thank you, Thursday')).not.toContainText('unread');

  await page.goto('/do-not-call/opt-outs');
  await expect(row('+1 202 555 0172')).toContainText('reply STOP');
});
