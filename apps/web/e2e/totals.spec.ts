import type { APIRequestContext } from '@playwright/test';
import type {
  CallFiguresView,
  CallView,
  CampaignReportView,
  CampaignView,
  DailyReportView,
  DashboardView,
} from '@belltower/dto';
import { DateTime } from 'luxon';
import { readSheet, readZip } from '../../../tools/testing/read-zip';
import { barriers } from './barriers';
import { moveIntoPast } from './past';
import { get, post, send } from './requests';
import { expect, test } from './test';

const NAME = 'A night of two hours called two';
const PEOPLE = 60;
const ZONE = 'Europe/Madrid';
const QUARTER_MS = 900_000;

/** Clocks went back on this morning, from three to two. */
const SUNDAY = lastAutumn();
/** When the parts of the run seem to have begun: in another month, and in the hour that came twice. */
const PARTS = [
  DateTime.fromObject(
    { year: SUNDAY.year, month: 9, day: 30, hour: 23, minute: 15 },
    { zone: ZONE },
  ),
  SUNDAY.set({ hour: 1, minute: 15 }).plus({ hours: 1 }),
  SUNDAY.set({ hour: 1, minute: 15 }).plus({ hours: 2 }),
].map((at) => at.toMillis());
const FROM = new Date(PARTS[0]! - QUARTER_MS).toISOString();
const UNTIL = new Date(PARTS[2]! + 2 * QUARTER_MS).toISOString();

/** What the simulated carrier says became of a call. */
interface LedgerLine {
  number: string;
  placedAt: string;
  answeredAt: string | null;
  endedAt: string;
  disposition: string;
}

/** A call as the ledger alone tells it. */
interface Told {
  number: string;
  gatewayId: number;
  disposition: string;
  talkSeconds: number;
  attempt: number;
  /** Of PARTS. */
  part: number;
}

test.describe.configure({ mode: 'serial' });

let campaignId: number;
let gateways: number[];
let told: Told[];
let filters: string;

test.beforeAll(async ({ playwright, baseURL }) => {
  test.setTimeout(240_000);
  const request = await playwright.request.newContext({
    baseURL,
    storageState: 'test-results/owner.json',
  });
  expect((await get<{ timeZone: string }>(request, 'me')).timeZone).toBe(ZONE);
  gateways = [await givenGateway(request, 'Narrow', 3), await givenGateway(request, 'Wide', 40)];
  campaignId = await givenCampaign(request);
  filters = `campaignId=${campaignId}&from=${FROM}&until=${UNTIL}`;
  const ends = await live(request);
  told = await ledger(request, ends);
  await request.dispose();
});

test('the run has had what makes totals hard', () => {
  const some = (test: (call: Told) => boolean) => told.filter(test).length;
  expect(new Set(told.map(({ number }) => number)).size).toBe(PEOPLE);
  expect(some(({ attempt }) => attempt === 2)).toBeGreaterThan(0);
  expect(some(({ attempt }) => attempt === 3)).toBeGreaterThan(0);
  expect(some(({ disposition }) => disposition === 'congestion')).toBeGreaterThan(0);
  for (const gateway of gateways)
    expect(some(({ gatewayId }) => gatewayId === gateway)).toBeGreaterThan(0);
  for (const part of [0, 1, 2]) expect(some((call) => call.part === part)).toBeGreaterThan(0);
});

test('the daily report says what the ledger says, however it is grouped', async ({ page }) => {
  const keys: Record<string, (call: Told) => string> = {
    hour: ({ part }) => clock(part, 'yyyy-MM-dd HH:00 ZZ'),
    day: ({ part }) => clock(part, 'yyyy-MM-dd'),
    week: ({ part }) => `Week of ${moment(part).startOf('week').toFormat('yyyy-MM-dd')}`,
    month: ({ part }) => clock(part, 'yyyy-MM'),
    campaign: () => NAME,
    gateway: ({ gatewayId }) => (gatewayId === gateways[0] ? 'Narrow' : 'Wide'),
  };
  for (const [group, keyOf] of Object.entries(keys)) {
    const report = await get<DailyReportView>(
      page.request,
      `reports/daily?${filters}&group=${group}`,
    );
    expect(figures(report.total), group).toEqual(summed(told));
    const rows = report.rows.filter(({ calls }) => calls > 0);
    expect(rowsOf(rows.map((row) => [row.name, row])), group).toEqual(grouped(keyOf));
    const file = await workbook(page.request, `reports/daily.xlsx?${filters}&group=${group}`);
    const total = file.at(-1)!;
    expect([total[0], Number(total[1]), Number(total[2])]).toEqual([
      'Total',
      told.length,
      summed(told).dispositions['answered'],
    ]);
    const csv = await text(page.request, `reports/daily.csv?${filters}&group=${group}`);
    expect(csv.trim().split('\r\n').at(-1)).toMatch(new RegExp(`^Total,${told.length},`));
  }
});

test('the dashboard says what the ledger says', async ({ page }) => {
  const view = await get<DashboardView>(page.request, `reports/dashboard?${filters}`);
  expect(figures(view.total)).toEqual(summed(told));
  expect(view.contactsReached).toBe(ending('answered').length);
  const steps = view.overTime.filter(({ calls }) => calls > 0);
  expect(rowsOf(steps.map((step) => [dayOf(step.from), step]))).toEqual(
    grouped(({ part }) => clock(part, 'yyyy-MM-dd')),
  );
  expect(
    view.hoursOfWeek.map(({ weekDay, hour, calls }) => `${weekDay} ${hour}: ${calls}`).sort(),
  ).toEqual(
    Object.entries(grouped(({ part }) => clock(part, 'cccc H').toLowerCase()))
      .map(([name, { calls }]) => `${name}: ${calls}`)
      .sort(),
  );
  for (const { id, calls } of view.gateways)
    expect(calls).toBe(told.filter(({ gatewayId }) => gatewayId === id).length);

  await page.goto(`/dashboard?${filters}`);
  const tile = (label: string) => page.locator('app-stat-tile').filter({ hasText: label });
  await expect(tile('Show them').first().locator('.value')).toHaveText(String(told.length));
  await tile('Contacts reached').getByRole('link', { name: 'Show them' }).click();
  await expect(page).toHaveURL(/subscribers\?.*state=completed/);
  const reached = ending('answered').length;
  await expect(page.getByText(`${reached} subscribers`, { exact: true })).toBeVisible();
});

test('the campaign’s report says what the ledger says', async ({ page }) => {
  const view = await get<CampaignReportView>(page.request, `campaigns/${campaignId}/report`);
  expect(figures(view)).toEqual(summed(told));
  expect(rowsOf(view.attempts.map((row) => [String(row.attempt), row]))).toEqual(
    grouped(({ attempt }) => String(attempt)),
  );
  expect(rowsOf(view.hours.map((row) => [String(row.hour), row]))).toEqual(
    grouped(({ part }) => clock(part, 'H')),
  );
  expect(rowsOf(view.gateways.map((row) => [String(row.gatewayId), row]))).toEqual(
    grouped(({ gatewayId }) => String(gatewayId)),
  );
  const days = view.overTime.filter(({ calls }) => calls > 0);
  expect(rowsOf(days.map((row) => [dayOf(row.from), row]))).toEqual(
    grouped(({ part }) => clock(part, 'yyyy-MM-dd')),
  );
  const pickedUp = new Set(
    told
      .filter(({ disposition }) => ['answered', 'machine'].includes(disposition))
      .map(({ number }) => number),
  );
  expect(view.campaign).toMatchObject({
    subscribers: PEOPLE,
    reached: pickedUp.size,
    attemptsUsedUp: PEOPLE - pickedUp.size,
    left: 0,
  });
});

test('exports have the calls of the ledger, line by line', async ({ page }) => {
  const ours = told.map(lineOf).sort();
  const lines = (await text(page.request, `calls.jsonl?${filters}`)).trim().split('\n');
  expect(lines.map((line) => lineOf(JSON.parse(line) as CallView)).sort()).toEqual(ours);
  const csv = (await text(page.request, `calls.csv?${filters}`)).trim().split('\r\n');
  expect(fromTable(csv.map((line) => line.split(',')))).toEqual(ours);
  expect(fromTable(await workbook(page.request, `calls.xlsx?${filters}`))).toEqual(ours);
});

test('the report is read, leads to its rows, and is printed without what stands around it', async ({
  page,
}) => {
  await page.goto(`/campaigns/${campaignId}`);
  await page.waitForLoadState('networkidle');
  await page.getByRole('link', { name: 'Report' }).click();
  const attempts = page.getByRole('region', { name: 'What each attempt brought' });
  const second = told.filter(({ attempt }) => attempt === 2).length;
  await expect(
    attempts
      .getByRole('row', { name: /^Total/ })
      .getByRole('cell')
      .first(),
  ).toHaveText(String(told.length));
  expect(await barriers(page)).toEqual([]);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('button', { name: /Print/ })).toBeHidden();
  await expect(page.getByText(/^Campaign report of .*, made .* \(Madrid time, UTC/)).toBeVisible();
  await page.emulateMedia({ media: 'screen' });

  const row = attempts.getByRole('row', { name: /^2nd attempt/ });
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/attempt=2/);
  await expect(page.getByText(`${second} calls`, { exact: true })).toBeVisible();

  await page.goto(`/campaigns/${campaignId}/report`);
  const reached = new Set(ending('answered').map(({ number }) => number)).size;
  const subscribers = page.getByRole('region', { name: 'Subscribers' });
  await subscribers
    .getByRole('row', { name: /^Answered by a person/ })
    .getByRole('link')
    .click();
  await expect(page.getByText(`${reached} subscribers`, { exact: true })).toBeVisible();
});

test('the hour that came twice stands twice in the daily report, each with its calls', async ({
  page,
}) => {
  const day = SUNDAY.startOf('day');
  const period = `from=${day.toJSDate().toISOString()}&until=${day.plus({ days: 1 }).toJSDate().toISOString()}`;
  await page.goto(`/daily?campaignId=${campaignId}&group=hour&${period}`);
  for (const [offset, part] of [
    ['UTC+2', 1],
    ['UTC+1', 2],
  ] as const) {
    const calls = told.filter((call) => call.part === part).length;
    const row = page.getByRole('row', {
      name: new RegExp(`02:00 \\(${offset.replace('+', '\\+')}\\)`),
    });
    await expect(row.getByRole('cell').first()).toHaveText(String(calls));
  }
});

/** Runs the campaign in three parts with a pause after each but the last; answers when each part ended. */
async function live(request: APIRequestContext): Promise<number[]> {
  const look = () => get<CampaignView>(request, `campaigns/${campaignId}`);
  const until = (isSo: (campaign: CampaignView) => boolean) =>
    expect.poll(async () => isSo(await look()), { timeout: 90_000, intervals: [200] }).toBe(true);
  const ends: number[] = [];
  const turnPage = async () => {
    await until(({ inProgress }) => inProgress === 0);
    const { items } = await get<{ items: CallView[] }>(
      request,
      `calls?campaignId=${campaignId}&sort=startedAt&limit=1&from=${new Date(Date.now() - 3_600_000).toISOString()}`,
    );
    const began = Date.parse(items[0]!.startedAt);
    const begin = Math.floor(began / QUARTER_MS) * QUARTER_MS;
    await moveIntoPast(campaignId, begin - PARTS[ends.length]!);
    ends.push(Date.now());
  };

  await post(request, `campaigns/${campaignId}/start`);
  await until(({ done, waitingForRetry }) => done + waitingForRetry >= PEOPLE / 3);
  await post(request, `campaigns/${campaignId}/pause`);
  await turnPage();
  await post(request, `campaigns/${campaignId}/resume`);
  await until(({ waiting }) => waiting === 0);
  await post(request, `campaigns/${campaignId}/pause`);
  await turnPage();
  await post(request, `campaigns/${campaignId}/resume`);
  const finished = async () => {
    await post(request, 'subscribers/bulk', {
      action: 'retry-now',
      matching: { campaignId: String(campaignId), state: 'retry' },
    });
    return (await look()).status === 'finished';
  };
  await expect.poll(finished, { timeout: 90_000, intervals: [500] }).toBe(true);
  await turnPage();
  return ends;
}

async function ledger(request: APIRequestContext, ends: readonly number[]): Promise<Told[]> {
  const lines = await Promise.all(
    gateways.map(async (gatewayId) =>
      (await text(request, `platform/gateways/${gatewayId}/ledger.jsonl`))
        .trim()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as LedgerLine), gatewayId })),
    ),
  );
  const attempts = new Map<string, number>();
  return lines
    .flat()
    .sort((a, b) => Date.parse(a.placedAt) - Date.parse(b.placedAt))
    .map(({ number, gatewayId, disposition, placedAt, answeredAt, endedAt }) => {
      const attempt = attempts.get(number) ?? 1;
      // Congestion is no attempt of the person's: such a call is made again.
      attempts.set(number, disposition === 'congestion' ? attempt : attempt + 1);
      const talkMs = answeredAt ? Date.parse(endedAt) - Date.parse(answeredAt) : 0;
      const part = ends.findIndex((end) => Date.parse(placedAt) < end);
      const talkSeconds = Math.round(talkMs / 1_000);
      return { number, gatewayId, disposition, talkSeconds, attempt, part };
    });
}

interface Sum {
  calls: number;
  talkSeconds: number;
  dispositions: Record<string, number>;
}

function summed(calls: readonly Told[]): Sum {
  const dispositions: Record<string, number> = {};
  for (const { disposition } of calls)
    dispositions[disposition] = (dispositions[disposition] ?? 0) + 1;
  const talkSeconds = calls.reduce((sum, call) => sum + call.talkSeconds, 0);
  return { calls: calls.length, talkSeconds, dispositions };
}

function grouped(keyOf: (call: Told) => string): Record<string, Sum> {
  const keys = [...new Set(told.map(keyOf))];
  return Object.fromEntries(
    keys.map((key) => [key, summed(told.filter((call) => keyOf(call) === key))]),
  );
}

function figures({ calls, talkSeconds, dispositions }: CallFiguresView): Sum {
  return {
    calls,
    talkSeconds,
    dispositions: Object.fromEntries(
      dispositions.map(({ disposition, calls: some }) => [disposition, some]),
    ),
  };
}

function rowsOf(rows: readonly (readonly [string, CallFiguresView])[]): Record<string, Sum> {
  return Object.fromEntries(rows.map(([name, row]) => [name, figures(row)]));
}

const ending = (wanted: string) => told.filter(({ disposition }) => disposition === wanted);
const moment = (part: number) => DateTime.fromMillis(PARTS[part]!, { zone: ZONE });
const clock = (part: number, format: string) => moment(part).toFormat(format);
const dayOf = (instant: string) => DateTime.fromISO(instant, { zone: ZONE }).toISODate()!;

/** What an export and the ledger both know of a call. */
function lineOf({
  number,
  gatewayId,
  attempt,
  disposition,
  talkSeconds,
}: Pick<Told, 'number' | 'gatewayId' | 'attempt' | 'disposition' | 'talkSeconds'>): string {
  return [number, gatewayId, attempt, disposition, talkSeconds].join(' ');
}

function fromTable([heading, ...rows]: (string | undefined)[][]): string[] {
  const columns = ['Number', 'Gateway id', 'Attempt', 'Disposition', 'Talk time (seconds)'].map(
    (name) => heading!.findIndex((one) => one?.replace('\uFEFF', '') === name),
  );
  return rows.map((row) => columns.map((column) => row[column]).join(' ')).sort();
}

async function text(request: APIRequestContext, path: string): Promise<string> {
  const answer = await request.get(`/api/v1/${path}`);
  expect(answer.ok(), path).toBe(true);
  return answer.text();
}

async function workbook(
  request: APIRequestContext,
  path: string,
): Promise<(string | undefined)[][]> {
  const answer = await request.get(`/api/v1/${path}`);
  expect(answer.ok(), path).toBe(true);
  return readSheet(readZip(await answer.body()).get('xl/worksheets/sheet1.xml')!);
}

/** The beginning of October’s last Sunday that is over. */
function lastAutumn(): DateTime {
  const now = DateTime.now().setZone(ZONE);
  const sundayOf = (year: number) => {
    const last = DateTime.fromObject({ year, month: 10, day: 31 }, { zone: ZONE });
    return last.minus({ days: last.weekday % 7 });
  };
  const sunday = sundayOf(now.year);
  return sunday.plus({ days: 1 }) < now ? sunday : sundayOf(now.year - 1);
}

async function givenGateway(
  request: APIRequestContext,
  name: string,
  channels: number,
): Promise<number> {
  const { id } = await post<{ id: number }>(request, 'platform/gateways', {
    name,
    channel: 'voice',
    driver: 'simulator',
    settings: { speed: 20, seed: name, noAnswer: 25, busy: 20, answered: 40, congestion: 10 },
    channels,
    callsPerSecond: 40,
    enabled: true,
    allowedPrefixes: [],
  });
  const { accountId } = await get<{ accountId: number }>(request, 'me');
  await send(request, 'put', `platform/gateways/${id}/grants`, { accountIds: [accountId] });
  return id;
}

async function givenCampaign(request: APIRequestContext): Promise<number> {
  const phonebook = await post<{ id: number }>(request, 'phonebooks', { name: NAME });
  for (let person = 0; person < PEOPLE; person++) {
    const number = `+120255502${String(person).padStart(2, '0')}`;
    await post(request, 'contacts', { phonebookId: phonebook.id, number });
  }
  const { id } = await post<{ id: number }>(request, 'campaigns', {
    name: NAME,
    channel: 'voice',
    phonebookIds: [phonebook.id],
    gatewayIds: gateways,
    suppressionListIds: [],
    message: 'Hello',
    callsPerMinute: 900,
    ringTimeoutSeconds: 45,
    maxCallSeconds: 600,
    maxRetries: 2,
    retryAfterSeconds: 30,
    retryOn: ['busy', 'no-answer', 'failed', 'rejected'],
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2099-01-01T00:00:00Z',
    hoursFrom: '00:00',
    hoursUntil: '24:00',
    weekDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    excludedDates: [],
    timeZone: ZONE,
    countryHours: false,
  });
  return id;
}
