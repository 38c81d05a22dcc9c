import { get, post, send } from './requests';
import { expect, type Page, test } from './test';

const ANSWERS = { answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0, invalidNumber: 0 };
const ALWAYS = { ...ANSWERS, congestion: 0, failed: 0 };

/** A simulated gateway, added as an enterprise team would: over the API. */
async function givenGateway(page: Page, name: string, settings: object): Promise<void> {
  await page.goto('/platform/gateways');
  const [csrf] = (await page.context().cookies()).filter((each) => each.name === 'belltower_csrf');
  const answer = await page.request.post('/api/v1/platform/gateways', {
    headers: { 'x-csrf-token': csrf?.value ?? '' },
    data: {
      ...{ name, channel: 'voice', driver: 'simulator', channels: 5, callsPerSecond: 5 },
      settings,
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await page.reload();
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

async function callFrom(page: Page) {
  await page.getByRole('button', { name: 'Test call…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Number/).fill('+12025550123');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  return { dialog, happens: dialog.getByRole('region', { name: 'What happens' }) };
}

test('a gateway is checked, and a test call tells what happens while it happens', async ({
  page,
}) => {
  const quick = { speed: 20, keyPressPercent: 100, keys: ['1'] };
  await givenGateway(page, 'Trunk that answers', { ...ALWAYS, ...quick });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('can take calls').first()).toBeVisible();

  const { dialog, happens } = await callFrom(page);
  for (const words of ['Dialling +12025550123', 'Ringing', 'Answered', 'Key 1 pressed'])
    await expect(happens.getByRole('listitem').filter({ hasText: words })).toBeVisible();
  await expect(happens.getByText('SIP 200')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Call again' })).toBeEnabled();
});

test('a test call can be hung up while it rings, and then another one placed', async ({ page }) => {
  const ringing = { ringSecondsFrom: 3_000, ringSecondsUntil: 3_000 };
  await givenGateway(page, 'Trunk that rings', { ...ALWAYS, ...ringing });
  const { dialog, happens } = await callFrom(page);
  await expect(happens.getByRole('listitem').filter({ hasText: 'Ringing' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Hang up' }).click();
  await expect(happens.getByRole('listitem').filter({ hasText: 'Hung up by you' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Hang up' })).toBeHidden();
  // The line is free again: a second call is not refused as one too many.
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Call again' }).click();
    await expect(happens.getByRole('listitem').filter({ hasText: 'Ringing' })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
});

test('a campaign is heard in a test call, which counts nowhere', async ({ page }) => {
  const stays = { talkSecondsMean: 3_000, talkSecondsMost: 3_600, answerPercent: 100 };
  await givenGateway(page, 'Trunk for a trial', { ...ALWAYS, ...stays, speed: 50 });
  const { request } = page;
  const { items } = await get<{ items: { id: number; name: string }[] }>(
    request,
    'platform/gateways',
  );
  const gateway = items.find(({ name }) => name === 'Trunk for a trial')!;
  const { accountId } = await get<{ accountId: number }>(request, 'me');
  await send(request, 'put', `platform/gateways/${gateway.id}/grants`, { accountIds: [accountId] });
  const phonebook = await post<{ id: number }>(request, 'phonebooks', { name: 'Trial members' });
  await post(request, 'contacts', {
    ...{ phonebookId: phonebook.id, number: '+12025550144', firstName: 'Ana', lastName: 'Vidal' },
  });
  const answers = [
    { key: '1', label: 'Yes' },
    { key: '2', label: 'No' },
  ];
  const draft = await post<{ id: number }>(request, 'campaigns', {
    ...{ name: 'Trial of a fair', phonebookIds: [phonebook.id], gatewayIds: [gateway.id] },
    message: 'Hello {first_name|friend}.',
    questions: [{ name: 'Coming?', text: 'Will you come? 1 for yes, 2 for no.', answers }],
    goodbye: 'Goodbye.',
    ...{ startsAt: '2099-01-01T00:00:00Z', endsAt: '2099-01-02T00:00:00Z' },
  });

  await page.goto(`/campaigns/${draft.id}`);
  await page.getByRole('button', { name: 'Test call…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('It counts nowhere');
  await dialog.getByLabel('As if it were for').fill('vid');
  await page.getByRole('option', { name: /Ana Vidal/ }).click();
  await dialog.getByLabel(/^Number/).fill('+12025550123');
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  const happens = dialog.getByRole('region', { name: 'What happens' });
  for (const words of ['Dialling +12025550123 over Trunk for a trial', 'Asked: Coming?'])
    await expect(happens.getByRole('listitem').filter({ hasText: words })).toBeVisible();
  await expect(
    happens.getByRole('listitem').filter({ hasText: /Answer to Coming\?: [12]/ }),
  ).toBeVisible();
  await expect(happens.getByText('SIP 200')).toBeVisible();
  const { total } = await get<{ total: number }>(request, `calls?campaignId=${draft.id}&limit=1`);
  expect(total).toBe(0);
});
