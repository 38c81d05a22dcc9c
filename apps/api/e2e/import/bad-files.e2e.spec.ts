import { ImportPreviewView, ImportRejectView, ImportView, Page } from '@belltower/dto';
import { readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from '../../testing/client';
import { startApi, TestApi } from '../../testing/start-api';
import { importFile, upload } from './importing';

jest.setTimeout(60_000);

const MEGABYTE = 1_048_576;
const MOST_BYTES = 24 * MEGABYTE;

describe('a file that is not as it should be', () => {
  let api: TestApi;
  let owner: Client;
  let count = 0;
  beforeAll(async () => {
    api = await startApi({ environment: { IMPORT_MAX_BYTES: String(MOST_BYTES) } });
    owner = api.owner;
  });
  afterAll(() => api.close());

  const newPhonebook = () => `Phonebook ${++count}`;
  const stored = () => readdirSync(join(api.config.DATA_DIR, 'imports'));
  const run = (content: Buffer | string, input = {}) =>
    importFile(owner, content, { newPhonebook: newPhonebook(), ...input });
  const rejectsOf = async ({ id }: ImportView) =>
    (await owner.get<Page<ImportRejectView>>(`imports/${id}/rejects`)).body.items;
  const previewOf = async (content: Buffer | string) => {
    const { body } = await upload(owner, content);
    return (await owner.post<ImportPreviewView>(`imports/${body.id}/preview`, {})).body;
  };

  it.each([
    ['an empty file', '', 'import.empty'],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'import.workbook'],
    ['a picture', Buffer.alloc(4_000), 'import.not-text'],
    ['a document', '%PDF-1.7 …', 'import.not-text'],
    [
      'half a .gz file',
      gzipSync('number\n+12125550123\n'.repeat(999)).subarray(0, 40),
      'import.broken-gzip',
    ],
    ['a gzip bomb', gzipSync(Buffer.alloc(23 * MEGABYTE, 'a,b\n')), 'import.gzip-bomb'],
  ])('is refused at once where it is %s', async (_, content, code) => {
    const before = stored();
    const { status, body } = await upload(owner, content);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code, detail: expect.stringMatching(/^This/) });
    expect(stored()).toEqual(before);
  });

  it('is refused where it is too large, packed or not, and leaves nothing behind', async () => {
    const before = stored();
    const large = Buffer.alloc(MOST_BYTES + 1, 'number,name\n');
    for (const content of [large, gzipSync(large, { level: 1 })]) {
      const { status, body } = await upload(owner, content);
      expect(body).toMatchObject({ status: expect.anything() });
      expect([413, 422]).toContain(status);
    }
    expect((await upload(owner, large)).body).toMatchObject({ code: 'import.too-large' });
    expect(stored()).toEqual(before);
  });

  it('leaves nothing behind where many are refused at once', async () => {
    const before = stored();
    const refused = await Promise.all(
      Array.from({ length: 60 }, (_, n) => upload(owner, n % 2 ? '' : Buffer.alloc(4_000))),
    );
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([422]));
    expect(stored()).toEqual(before);
  });

  it('is told as missing where it is not on this server, and no contact is written', async () => {
    const { body } = await upload(owner, 'number\n+12125550123\n');
    const [{ file }] = await api.database.query<[{ file: string }]>(
      'select file from import where id = $1',
      [body.id],
    );
    rmSync(join(api.config.DATA_DIR, 'imports', file));
    for (const [step, input] of [
      ['preview', {}],
      ['start', { newPhonebook: newPhonebook() }],
    ] as const) {
      expect(await owner.post(`imports/${body.id}/${step}`, input)).toMatchObject({
        status: 409,
        body: { code: 'import.file-missing', detail: expect.stringContaining('DATA_DIR') },
      });
    }
  });

  it('leaves nothing behind where the client breaks off', async () => {
    const before = stored();
    const { port } = new URL(api.url);
    const broken = request({
      port,
      method: 'POST',
      path: '/api/v1/imports',
      headers: {
        cookie: `belltower_session=${owner.cookie('belltower_session')}`,
        'x-csrf-token': owner.cookie('belltower_csrf') ?? '',
        'content-length': 5 * MEGABYTE,
      },
    });
    broken.on('error', () => undefined);
    broken.write(Buffer.alloc(MEGABYTE, 'number\n'));
    while (stored().length === before.length) await new Promise(setImmediate);
    broken.destroy();
    while (stored().length !== before.length) await new Promise(setImmediate);
    expect(stored()).toEqual(before);
  });

  it('says what a file without rows lacks, and does not start it', async () => {
    const { body } = await upload(owner, 'number,first name\n');
    const answer = await owner.post(`imports/${body.id}/start`, { newPhonebook: newPhonebook() });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'import.unreadable', detail: expect.stringContaining('no rows') },
    });
  });

  it('does not start where no column holds the numbers', async () => {
    const { body } = await upload(owner, 'first name,city\nAna,Madrid\n');
    const answer = await owner.post(`imports/${body.id}/start`, { newPhonebook: newPhonebook() });
    expect(answer).toMatchObject({ status: 422, body: { code: 'import.columns' } });
  });

  it('tells a million columns from a list of contacts', async () => {
    const wide = `number${',x'.repeat(1_000)}\n+12125550123${',1'.repeat(1_000)}\n`;
    expect((await previewOf(wide)).problems.join()).toContain('1,001 columns');
    const million = `number\n+12125550123\n${'1,'.repeat(1_000_000)}\n+12125550124\n`;
    const done = await run(million, { delimiter: 'comma', header: true, columns: ['number'] });
    expect(done).toMatchObject({ status: 'finished', imported: 2, rejected: 1 });
  });

  it('loses only the line that is longer than any row', async () => {
    const long = `number,notes\n+12125550123,a\n+12125550124,${'x'.repeat(9 * MEGABYTE)}\n+12125550125,c\n`;
    const done = await run(long);
    expect(done).toMatchObject({ status: 'finished', imported: 2, rejected: 1 });
    expect(await rejectsOf(done)).toMatchObject([
      { line: 3, reason: 'This line is longer than 1 MB' },
    ]);
  });

  it('rejects rows with NUL bytes, broken encoding, stray quotes and formulas, each with its reason', async () => {
    const rows = [
      Buffer.from('number,first name\n+12125550123,Ana\n+12125550124,A\0na\n+12125550125,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(
        '\n+12125550126,"Ana\n=1+1,Ana\n3.46E+10,Ana\n+12125550127,"A"na\n+12125550128,Ana,x\n',
      ),
    ];
    const done = await run(Buffer.concat(rows), { encoding: 'utf-8' });
    expect(done).toMatchObject({ status: 'finished', imported: 1, rejected: 7 });
    const reasons = (await rejectsOf(done)).map(({ line, reason }) => `${line} ${reason}`);
    expect(reasons).toEqual([
      expect.stringMatching(/^3 .*NUL/),
      expect.stringMatching(/^4 .*encoding/),
      expect.stringMatching(/^5 .*(never closed|between)/),
      expect.stringMatching(/^6 .*formula/),
      expect.stringMatching(/^7 .*spreadsheet/),
      expect.stringMatching(/^8 .*between/),
      expect.stringMatching(/^9 .*3 values.*2 columns/),
    ]);
  });

  it('keeps both of two columns of one name', async () => {
    const done = await run('number,Colour,Colour\n+12125550123,red,blue\n');
    const [contact] = await api.database.query<Record<string, unknown>[]>(
      'select variables from contact where phonebook_id = $1',
      [done.phonebookId],
    );
    expect(contact).toEqual({ variables: { Colour: 'red', 'Colour 2': 'blue' } });
  });

  it('takes names with quotes, braces, line breaks, emoji and right-to-left text as they are', async () => {
    const names = ['O\'Brien "Bob"', '{"a":1}', 'a,b', 'two\r\nlines', '👩‍👩‍👧 مريم', '\\N', 'a\tb\\'];
    const lines = names.map((name, index) => `+1212555010${index},"${name.replaceAll('"', '""')}"`);
    const done = await run(`number,first name\r\n${lines.join('\r\n')}\r\n`);
    expect(done).toMatchObject({ imported: names.length, rejected: 0 });
    const contacts = await api.database.query<{ name: string }[]>(
      'select first_name as name from contact where phonebook_id = $1 order by number',
      [done.phonebookId],
    );
    expect(contacts.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 LE without a mark', (text: string) => Buffer.from(text, 'utf16le')],
    ['Latin-1', (text: string) => Buffer.from(text, 'latin1')],
    ['gzip', (text: string) => gzipSync(text)],
    ['lines ended by CR', (text: string) => Buffer.from(text.replaceAll('\n', '\r'))],
  ])('reads %s', async (_, encode) => {
    const done = await run(encode('número;nombre;ciudad\n+34910000000;José;Málaga\nx;Ñ;C\n'));
    const [contact] = await api.database.query<Record<string, unknown>[]>(
      'select first_name, city from contact where phonebook_id = $1',
      [done.phonebookId],
    );
    expect(contact).toEqual({ first_name: 'José', city: 'Málaga' });
    expect(await rejectsOf(done)).toMatchObject([{ line: 3, text: 'x;Ñ;C' }]);
  });

  it('takes a form as well as a body, with an API key', async () => {
    const { body: key } = await owner.post<{ token: string }>('api-keys', {
      name: 'Import',
      role: 'manager',
    });
    const form = new FormData();
    form.append('file', new Blob(['number\n+12125550123\n']), 'Añada ünïcode.csv');
    const response = await api.withKey(key.token).fetch('imports', { method: 'POST', body: form });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ fileName: 'Añada ünïcode.csv' });
    const empty = await owner.fetch('imports', { method: 'POST', body: new FormData() });
    expect(await empty.json()).toMatchObject({ code: 'import.no-file' });
  });
});
