import { ImportDuplicates, ImportView } from '@belltower/dto';
import { startApi, TestApi } from '../../testing/start-api';
import { ended, importFile, upload } from './importing';

jest.setTimeout(60_000);

const rowOf = (index: number, name = `Person ${index}`) => `212555${1_000 + index},${name}`;
const fileOf = (rows: string[]) => `number,first name\n${rows.join('\n')}\n`;
const people = (count: number, name?: string) =>
  Array.from({ length: count }, (_, index) => rowOf(index, name));

describe('importing numbers that are there already', () => {
  let api: TestApi;
  let phonebookId: number;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await api.database.query(
      'delete from contact; delete from phonebook_size; delete from phonebook;',
    );
    await api.database.query('update account set max_contacts = null');
    const { body } = await api.owner.post<{ id: number }>('phonebooks', { name: 'Everybody' });
    phonebookId = body.id;
  });

  const run = (rows: string[], duplicates = ImportDuplicates.Skip) =>
    importFile(api.owner, fileOf(rows), { phonebookId, duplicates });
  const names = async () => {
    const rows = await api.database.query<{ name: string }[]>(
      'select first_name as name from contact where phonebook_id = $1 order by number',
      [phonebookId],
    );
    return rows.map(({ name }) => name);
  };
  const counts = ({
    imported,
    updated,
    duplicatesInFile,
    duplicatesInPhonebook,
    rejected,
  }: ImportView) => [imported, updated, duplicatesInFile, duplicatesInPhonebook, rejected];
  const size = async () => {
    const [row] = await api.database.query<[{ all: number; active: number }]>(
      `select all_contacts as all, active_contacts as active,
              (select count(*) from contact) = all_contacts as true from phonebook_size`,
    );
    return row;
  };

  it('leaves them as they are, and counts those of the file and of the phonebook apart', async () => {
    expect(counts(await run([...people(3), rowOf(0, 'Again')]))).toEqual([3, 0, 1, 0, 0]);
    const again = [...people(4, 'New'), rowOf(1, 'Again'), rowOf(3, 'Again')];
    expect(counts(await run(again))).toEqual([1, 0, 2, 3, 0]);
    expect(await names()).toEqual(['Person 0', 'Person 1', 'Person 2', 'New']);
    expect(await size()).toEqual({ all: 4, active: 4, true: true });
  });

  it('tells a repeat in the file from one in the phonebook over many batches', async () => {
    await run(people(5));
    const filler = Array.from({ length: 21_000 }, (_, index) => `213${2_000_000 + index},Filler`);
    const rows = [...people(5), ...filler, ...people(5), ...filler.slice(0, 5)];
    expect(counts(await run(rows))).toEqual([21_000, 0, 10, 5, 0]);
  });

  it('updates with what the file says, the last word counting, and keeps what it does not say', async () => {
    await importFile(
      api.owner,
      'number,first name,city,Colour,status\n2125551000,Ana,Madrid,red,\n2125551001,Bo,Oslo,blue,0\n',
      { phonebookId },
    );
    const changes =
      'number,first name,city,Size,status\n2125551000,Anna,,L,0\n2125551001,,,,\n2125551002,New,,,\n2125551000,,Lyon,,\n';
    const done = await importFile(api.owner, changes, {
      phonebookId,
      duplicates: ImportDuplicates.Update,
    });
    expect(counts(done)).toEqual([1, 1, 1, 1, 0]);
    const contacts = await api.database.query(
      'select first_name, city, status, variables from contact order by number',
    );
    expect(contacts).toEqual([
      {
        first_name: 'Anna',
        city: 'Lyon',
        status: 'inactive',
        variables: { Colour: 'red', Size: 'L' },
      },
      { first_name: 'Bo', city: 'Oslo', status: 'inactive', variables: { Colour: 'blue' } },
      { first_name: 'New', city: null, status: 'active', variables: {} },
    ]);
    expect(await size()).toEqual({ all: 3, active: 1, true: true });
  });

  it('stops at the first where asked to, and says which', async () => {
    await run([rowOf(2)]);
    const there = await run(people(5, 'New'), ImportDuplicates.Fail);
    expect(there).toMatchObject({
      status: 'stopped',
      imported: 2,
      rows: 2,
      stoppedBecause: 'Line 4: +12125551002 is in the phonebook already',
    });
    const twice = await run([rowOf(7), rowOf(8), rowOf(7), rowOf(9)], ImportDuplicates.Fail);
    expect(twice).toMatchObject({
      status: 'stopped',
      imported: 2,
      stoppedBecause: 'Line 4: +12125551007 stands in the file twice',
    });
  });

  it('imports what the account’s limit has room for, and says where it stopped', async () => {
    await run(people(2));
    await api.database.query('update account set max_contacts = 4 where id = $1', [api.accountId]);
    const done = await run(people(10));
    expect(done).toMatchObject({
      status: 'stopped',
      imported: 2,
      duplicatesInPhonebook: 2,
      stoppedBecause: 'Line 6: your account’s limit of 4 contacts is reached',
    });
    expect(await size()).toEqual({ all: 4, active: 4, true: true });
  });

  it('lets two imports into one phonebook share the work without a number twice', async () => {
    const many = Array.from({ length: 25_000 }, (_, index) => `213${2_000_000 + index},Both`);
    const start = async (rows: string[]) => {
      const { body } = await upload(api.owner, fileOf(rows));
      await api.owner.post(`imports/${body.id}/start`, { phonebookId });
      return body.id;
    };
    const ids = [await start(many), await start([...many].reverse())];
    const both = await Promise.all(ids.map((id) => ended(api.owner, id)));
    expect(both.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(both[0]!.imported + both[1]!.imported).toBe(25_000);
    expect(both.map((one) => one.imported + one.duplicatesInPhonebook)).toEqual([25_000, 25_000]);
    expect(await size()).toEqual({ all: 25_000, active: 25_000, true: true });
  });

  it('takes back what it created, and nothing else', async () => {
    await run(people(2));
    const rows = [rowOf(1, 'Changed'), ...people(5).slice(2)];
    const done = await run(rows, ImportDuplicates.Update);
    expect(counts(done)).toEqual([3, 1, 0, 0, 0]);
    expect((await api.owner.post(`imports/${done.id}/undo`, {})).status).toBe(200);
    expect(await ended(api.owner, done.id)).toMatchObject({ status: 'undone', undone: 3 });
    expect(await names()).toEqual(['Person 0', 'Changed']);
    expect(await size()).toEqual({ all: 2, active: 2, true: true });
    const again = await api.owner.post(`imports/${done.id}/undo`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'import.not-ended' } });
  });

  it('stops on request, keeps what it has, and offers to take it back', async () => {
    const many = Array.from({ length: 60_000 }, (_, index) => `213${2_000_000 + index},Many`);
    const { body } = await upload(api.owner, fileOf(many));
    await api.owner.post(`imports/${body.id}/start`, { phonebookId });
    await api.owner.post(`imports/${body.id}/cancel`, {});
    const done = await ended(api.owner, body.id);
    expect(done.status).toBe('cancelled');
    expect(done.imported).toBeLessThan(60_000);
    expect((await size())?.all ?? 0).toBe(done.imported);
    const late = await api.owner.post(`imports/${body.id}/cancel`, {});
    expect(late).toMatchObject({ status: 409, body: { code: 'import.not-running' } });
  });

  it('never touches what somebody asked for', async () => {
    await api.database.query(
      `insert into opt_out (account_id, number, channel, source) values ($1, '+12125551000', 'voice', 'keypress 9')`,
      [api.accountId],
    );
    const before = await api.database.query('select * from opt_out');
    await run(people(2), ImportDuplicates.Update);
    expect(await api.database.query('select * from opt_out')).toEqual(before);
  });

  it('tells the panel how far it is, and keeps a history', async () => {
    const stream = await api.owner.fetch('events');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const done = await run(people(3));
    let heard = '';
    while (!heard.includes('event: import')) heard += (await reader.read()).value ?? '';
    while (!heard.includes('"finished"')) heard += (await reader.read()).value ?? '';
    await reader.cancel();
    const { body } = await api.owner.get<{ items: ImportView[] }>('imports?limit=1');
    expect(body.items).toMatchObject([
      { id: done.id, createdBy: 'Owner', phonebookName: 'Everybody' },
    ]);
  });
});
