import {
  ExportFormat,
  ExportKind,
  ExportStartView,
  ExportStatus,
  ExportView,
  NoticeView,
  Page,
} from '@belltower/dto';
import { Exporter, ExportKeeper } from '@belltower/export';
import { readSheet, readZip } from '@belltower/testing';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  givenCalls,
  givenCampaignRow,
  givenGatewayRow,
  givenMessages,
} from '../../../libs/server/report/report.builder';
import type { Client } from '../testing/client';
import { polled } from '../testing/polled';
import { startApi, TestApi } from '../testing/start-api';

/** More than are sent at once. */
const MANY = 20_500;

describe('exports', () => {
  let api: TestApi;
  let phonebookId: number;

  beforeAll(async () => {
    api = await startApi();
    const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Everybody' });
    phonebookId = body.id;
    await api.database.query(
      `insert into contact (account_id, phonebook_id, number, raw_number, first_name)
       select $1, $2, '+1202' || n, '', '=1+' || n from generate_series(5500000, 5500000 + $3 - 1) n`,
      [api.accountId, phonebookId, MANY],
    );
    await api.database.query('analyze contact');
  }, 60_000);
  afterAll(() => api.close());

  const start = async (input: object, client: Client = api.owner) =>
    client.post<ExportStartView>('exports', input);
  const all = (format: ExportFormat, inBackground = true) => ({
    kind: ExportKind.Contacts,
    ...{ format, inBackground },
  });
  const prepared = async (input: object, client: Client = api.owner) => {
    const { status, body } = await start(input, client);
    expect(status).toBe(200);
    return ended(body.export!.id, client);
  };
  const ended = (id: number, client: Client = api.owner) =>
    polled(
      async () => (await client.get<ExportView>(`exports/${id}`)).body,
      ({ status }) => ![ExportStatus.Queued, ExportStatus.Running].includes(status),
    );
  const fileOf = async ({ id }: ExportView, client: Client = api.owner) => {
    const response = await client.fetch(`exports/${id}/file`);
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const files = () => readdir(join(api.config.DATA_DIR, 'exports'));

  it('are sent at once where they are small', async () => {
    const { body } = await start({
      kind: ExportKind.Contacts,
      format: ExportFormat.Csv,
      filters: { number: '+12025500007' },
    });
    expect(body).toEqual({ url: '/api/v1/contacts.csv?number=%2B12025500007', export: null });
    const text = (await api.owner.get<string>(body.url!)).body;
    expect(text.trim().split('\r\n').slice(1)).toEqual([
      expect.stringMatching(/^\+12025500007,"'=1\+5500007",,active,/),
    ]);
  });

  it('are prepared where they are large, and told at the bell', async () => {
    const { body } = await start(all(ExportFormat.Csv, false), api.viewer);
    expect(body).toMatchObject({ url: null, export: { status: 'queued', createdBy: 'Viewer' } });
    const done = await ended(body.export!.id, api.viewer);
    expect(done).toMatchObject({ status: 'finished', rows: MANY, problem: null });
    expect(Date.parse(done.expiresAt!)).toBeGreaterThan(Date.now() + 2 * 86_400_000);
    const { response, bytes } = await fileOf(done, api.viewer);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(bytes).toHaveLength(done.sizeBytes);
    const lines = bytes.toString().trim().split('\r\n');
    expect(lines[0]).toContain('Created (Europe/Madrid)');
    expect(new Set(lines).size).toBe(MANY + 1);
    const { body: notices } = await api.owner.get<Page<NoticeView>>('notices');
    expect(notices.items[0]).toMatchObject({
      kind: 'export-ended',
      text: 'Contacts as CSV: the file is ready, 20,500 rows.',
      recordId: done.id,
    });
  });

  it('are workbooks, in which no text is a formula and moments are dates', async () => {
    const done = await prepared(all(ExportFormat.Xlsx));
    const { bytes } = await fileOf(done);
    const sheet = readZip(bytes).get('xl/worksheets/sheet1.xml')!;
    expect(sheet).not.toContain('<f>');
    const [heading, ...rows] = readSheet(sheet);
    expect(heading?.slice(0, 2)).toEqual(['Number', 'First name']);
    expect(rows).toHaveLength(MANY);
    expect(rows[7]?.slice(0, 3)).toEqual(['+12025500007', '=1+5500007', undefined]);
    const created = rows[7]![heading!.indexOf('Created (Europe/Madrid)')];
    const today = Date.now() / 86_400_000 + 25_569;
    expect(Math.abs(Number(created) - today)).toBeLessThan(1);
  });

  it.each([
    [ExportKind.Calls, 'calls'],
    [ExportKind.Daily, 'reports/daily'],
    [ExportKind.Messages, 'messages'],
    [ExportKind.DailyMessages, 'reports/messages/daily'],
    [ExportKind.Subscribers, 'subscribers'],
    [ExportKind.DoNotCall, 'suppressions'],
  ])('of %s have in every format the rows that the list has', async (kind, route) => {
    const campaignId = await givenCampaignRow(api.database, api.accountId, { name: `=${kind}` });
    const gatewayId = await givenGatewayRow(api.database, api.accountId, { name: `By ${kind}` });
    const createdAt = new Date(Date.now() - 60_000).toISOString();
    await givenCalls(api.database, api.accountId, [{ createdAt, campaignId, gatewayId }]);
    await givenMessages(api.database, api.accountId, [{ createdAt, campaignId, gatewayId }]);
    await api.database.query(
      `insert into subscriber (account_id, campaign_id, number) values ($1, $2, '+12025550199')`,
      [api.accountId, campaignId],
    );
    const lists = await api.owner.post<{ id: number }>('suppression-lists', { name: `=${kind}` });
    const isDaily = [ExportKind.Daily, ExportKind.DailyMessages].includes(kind);
    const number = '+12025550198';
    await api.owner.post('suppressions', { listId: lists.body.id, number, reason: '=1' });
    const filters: Record<string, string> =
      kind === ExportKind.DoNotCall
        ? { listId: String(lists.body.id) }
        : {
            campaignId: String(campaignId),
            ...(isDaily && { group: 'campaign' }),
          };
    const query = new URLSearchParams(filters);
    // The last line of a daily report is its total.
    const total = isDaily ? 1 : 0;

    const csv = (await api.owner.get<string>(`${route}.csv?${query}`)).body.trim().split('\r\n');
    expect(csv).toHaveLength(2 + total);
    expect(csv[1]).toContain("'=");
    const lines = (await api.owner.get<string>(`${route}.jsonl?${query}`)).body.trim().split('\n');
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(['object']);
    const response = await api.owner.fetch(`${route}.xlsx?${query}`);
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const sheet = readZip(Buffer.from(await response.arrayBuffer())).get(
      'xl/worksheets/sheet1.xml',
    )!;
    expect(readSheet(sheet)).toHaveLength(2 + total);
    const done = await prepared({
      kind,
      format: ExportFormat.JsonLines,
      filters,
      inBackground: true,
    });
    expect((await fileOf(done)).bytes.toString().trim().split('\n')).toEqual(lines);
  });

  it('of calls have each once and newest first, over months and where many were placed at one instant', async () => {
    const campaignId = await givenCampaignRow(api.database, api.accountId, { name: 'Long' });
    const gatewayId = await givenGatewayRow(api.database, api.accountId, { name: 'Busy' });
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    // Seven at an instant, over six weeks; pieces end in the middle of some.
    const calls = Array.from({ length: 47_000 }, (_, index) => ({
      ...{ campaignId, gatewayId, createdAt: minutesAgo(10 * Math.floor(index / 7)) },
      number: `+1202${5_550_000 + index}`,
    }));
    await givenCalls(api.database, api.accountId, calls);
    const query = `campaignId=${campaignId}&from=${minutesAgo(90_000)}`;
    const told = await api.database.query<{ id: string }[]>(
      'select id from call where campaign_id = $1 order by created_at desc, id desc',
      [campaignId],
    );
    const { body } = await api.owner.get<string>(`calls.jsonl?${query}`);
    const ids = body
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: number }).id);
    expect(ids).toHaveLength(calls.length);
    expect(ids).toEqual(told.map(({ id }) => Number(id)));
    const some = (await api.owner.get<string>(`calls.csv?${query}&number=1202555`)).body;
    expect(some.trim().split('\r\n')).toHaveLength(1 + 10_000);
  });

  it('are refused with filters that the list has not, in formats that nobody knows', async () => {
    const filters = { colour: 'blue' };
    const { status, body } = await start({ ...all(ExportFormat.Csv), filters });
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect((await api.owner.get('contacts.exe')).status).toBe(404);
    expect((await start({ kind: 'secrets', format: 'csv' })).status).toBe(422);
  });

  it('belong to their account, and need a sign-in', async () => {
    const done = await prepared(all(ExportFormat.Csv));
    for (const path of [`exports/${done.id}`, `exports/${done.id}/file`]) {
      expect((await api.stranger.get(path)).status).toBe(404);
      expect((await api.anonymous.get(path)).status).toBe(401);
    }
    expect((await api.stranger.post(`exports/${done.id}/cancel`)).status).toBe(404);
    expect((await api.stranger.delete(`exports/${done.id}`)).status).toBe(404);
    const { body } = await api.stranger.get<Page<ExportView>>('exports');
    expect(body.items).toEqual([]);
  });

  it('are deleted by whoever asked for them, or by a manager', async () => {
    const one = await prepared(all(ExportFormat.Csv));
    const refused = await api.viewer.delete(`exports/${one.id}`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'export.not-yours' } });
    const before = (await files()).length;
    expect((await api.manager.delete(`exports/${one.id}`)).status).toBe(204);
    expect((await api.owner.get(`exports/${one.id}/file`)).status).toBe(404);
    expect(await files()).toHaveLength(before - 1);
    const own = await prepared(all(ExportFormat.Csv), api.viewer);
    expect((await api.viewer.delete(`exports/${own.id}`)).status).toBe(204);
  });

  it('are not to be had any more once they have expired, and leave no file', async () => {
    const done = await prepared(all(ExportFormat.Csv));
    const before = (await files()).length;
    await api.database.query('update export set expires_at = now() where id = $1', [done.id]);
    expect((await api.owner.get(`exports/${done.id}/file`)).status).toBe(404);
    await api.app.get(ExportKeeper).clear();
    expect((await api.owner.get(`exports/${done.id}`)).status).toBe(404);
    expect(await files()).toHaveLength(before - 1);
  });

  it('that wait are cancelled, and then nobody writes them', async () => {
    const id = await givenQueued();
    const { body } = await api.owner.post<ExportView>(`exports/${id}/cancel`);
    expect(body.status).toBe('cancelled');
    await run(id);
    expect((await ended(id)).status).toBe('cancelled');
    expect((await api.owner.get(`exports/${id}/file`)).status).toBe(409);
    expect((await api.owner.post(`exports/${id}/cancel`)).status).toBe(409);
  });

  it('that run are cancelled, and leave no file', async () => {
    const id = await givenQueued();
    const before = await files();
    // As if somebody had pressed the button just before it began.
    await api.database.query('update export set cancel_requested = true where id = $1', [id]);
    await run(id);
    expect(await ended(id)).toMatchObject({ status: 'cancelled', rows: 0 });
    expect(await files()).toEqual(before);
  });

  it('are begun anew when the process stops, and when it has died', async () => {
    const id = await givenQueued();
    const before = await files();
    await run(id, AbortSignal.abort());
    expect(await files()).toEqual(before);
    const { body } = await api.owner.get<ExportView>(`exports/${id}`);
    expect(body.status).toBe('queued');
    await api.database.query(
      `update export set status = 'running', run_id = gen_random_uuid(), beat_at = now() - interval '1 hour'
        where id = $1`,
      [id],
    );
    await api.app.get(ExportKeeper).look();
    expect(await ended(id)).toMatchObject({ status: 'finished', rows: MANY });
  });

  /** One that no job knows of, and that is not looked after for a while. */
  async function givenQueued(): Promise<number> {
    const [{ id }] = await api.database.query<[{ id: number }]>(
      `insert into export (account_id, kind, format, filters, status, rows_expected, created_at, beat_at)
       values ($1, 'contacts', 'csv', '{}', 'queued', 1, now(), now()) returning id`,
      [api.accountId],
    );
    return id;
  }

  const run = (exportId: number, signal = new AbortController().signal) =>
    api.app.get(Exporter).run({ accountId: api.accountId, exportId }, { signal });
});
