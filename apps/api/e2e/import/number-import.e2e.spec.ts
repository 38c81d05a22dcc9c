import {
  ImportPreviewView,
  ImportRejectView,
  ImportView,
  Page,
  SuppressionListView,
} from '@belltower/dto';
import { Answer, Client } from '../../testing/client';
import { startApi, TestApi } from '../../testing/start-api';
import { ended } from './importing';

jest.setTimeout(60_000);

describe('a file of do-not-call numbers', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  async function upload(
    client: Client,
    content: string | Buffer,
    kind = 'do-not-call',
  ): Promise<Answer<ImportView>> {
    const response = await client.fetch(`imports?fileName=dnc.csv&kind=${kind}`, {
      method: 'POST',
      body: content as RequestInit['body'],
      headers: { 'content-type': 'text/csv' },
    });
    const body = (await response.json()) as ImportView;
    return { status: response.status, body, headers: response.headers };
  }
  const run = async (content: string | Buffer, input: object, client = api.manager) => {
    const { body } = await upload(client, content);
    const started = await client.post<ImportView>(`imports/${body.id}/start`, input);
    if (started.status !== 200) throw new Error(JSON.stringify(started.body));
    return ended(client, body.id);
  };
  const numbersOf = (listId: number | null) =>
    api.database.query<{ number: string; reason: string | null; source: string }[]>(
      'select number, reason, source from suppression where list_id = $1 order by number',
      [listId],
    );

  it('guesses which column holds the numbers and which the reason, and shows problems before', async () => {
    const file = 'Teléfono;Motivo;Otro\n+12125550101;Asked;x\nnobody;y;z\n';
    const { body } = await upload(api.manager, file);
    const preview = await api.manager.post<ImportPreviewView>(`imports/${body.id}/preview`, {});
    expect(preview.body.columns.map(({ target }) => target)).toEqual(['number', 'reason', '']);
    expect(preview.body).toMatchObject({ rowsChecked: 2, rowsWithProblems: 1 });
    expect(preview.body.rows[1]!.problems).toEqual([{ column: 0, message: expect.any(String) }]);
    const plain = await upload(api.manager, '2125550101\n2125550102\n');
    const bare = await api.manager.post<ImportPreviewView>(`imports/${plain.body.id}/preview`, {});
    expect(bare.body).toMatchObject({ header: false, columns: [{ target: 'number' }] });
  });

  it('goes into a new list, with rejects, duplicates and repeats told apart', async () => {
    const rows = ['number,reason', '+12125550101,Asked', '212 555 0102,', 'nobody,x'];
    const done = await run([...rows, '+12125550101,again', ''].join('\n'), { newList: 'Letters' });
    expect(done).toMatchObject({
      status: 'finished',
      kind: 'do-not-call',
      listName: 'Letters',
      imported: 2,
      duplicatesInFile: 1,
      rejected: 1,
    });
    expect(await numbersOf(done.listId)).toEqual([
      { number: '+12125550101', reason: 'Asked', source: 'file' },
      { number: '+12125550102', reason: null, source: 'file' },
    ]);
    const { body: rejects } = await api.manager.get<Page<ImportRejectView>>(
      `imports/${done.id}/rejects`,
    );
    expect(rejects.items).toMatchObject([{ line: 4, text: 'nobody,x' }]);
    const file = await (await api.manager.fetch(`imports/${done.id}/rejects.csv`)).text();
    expect(file).toContain('number,reason,Problem,Line');
    const again = await run('number\n+12125550101\n+12125550103\n', { listId: done.listId });
    expect(again).toMatchObject({ imported: 1, duplicatesInPhonebook: 1, duplicatesInFile: 0 });
    const { body: list } = await api.viewer.get<SuppressionListView>(
      `suppression-lists/${done.listId}`,
    );
    expect(list).toMatchObject({ numbers: 3 });
  });

  it('is taken back by undo, but for what was there before', async () => {
    const first = await run('number\n+12125550111\n', { newList: 'Taken back' });
    const second = await run('number\n+12125550111\n+12125550112\n', { listId: first.listId });
    await api.manager.post(`imports/${second.id}/undo`, {});
    expect(await ended(api.manager, second.id)).toMatchObject({ status: 'undone', undone: 1 });
    expect(await numbersOf(first.listId)).toMatchObject([{ number: '+12125550111' }]);
    const { body: list } = await api.viewer.get<SuppressionListView>(
      `suppression-lists/${first.listId}`,
    );
    expect(list).toMatchObject({ numbers: 1 });
  });

  it('keeps opt-outs out of reach of import, undo and deletion', async () => {
    await api.database.query(
      `insert into opt_out (account_id, number, channel, source) values ($1, '+12125550113', 'voice', 'keypress 9')`,
      [api.accountId],
    );
    const done = await run('number\n+12125550113\n', { newList: 'Gone soon' });
    await api.manager.post(`imports/${done.id}/undo`, {});
    await ended(api.manager, done.id);
    await api.manager.delete(`suppression-lists/${done.listId}`);
    const { body } = await api.viewer.get<Page<{ number: string }>>('opt-outs');
    expect(body.items.map(({ number }) => number)).toContain('+12125550113');
  });

  it('is refused without a list, with two, or with the list of another account', async () => {
    const { body } = await upload(api.manager, 'number\n+12125550114\n');
    const start = (input: object, client = api.manager) =>
      client.post<{ code: string }>(`imports/${body.id}/start`, input);
    expect((await start({})).body.code).toBe('import.list');
    const list = await api.manager.post<{ id: number }>('suppression-lists', {
      name: 'Mine',
      everywhere: true,
    });
    const both = await start({ listId: list.body.id, newList: 'Another' });
    expect(both.body.code).toBe('import.list');
    const theirs = await upload(api.stranger, 'number\n+12125550114\n');
    const taken = await api.stranger.post(`imports/${theirs.body.id}/start`, {
      listId: list.body.id,
    });
    expect(taken.status).toBe(404);
    expect((await start({ listId: list.body.id }, api.stranger)).status).toBe(404);
    expect((await start({ listId: list.body.id, columns: ['number', 'lastName'] })).status).toBe(
      422,
    );
  });

  it('stops with a reason where its list is deleted meanwhile', async () => {
    const { body: list } = await api.manager.post<{ id: number }>('suppression-lists', {
      name: 'Deleted',
      everywhere: true,
    });
    const { body } = await upload(api.manager, 'number\n+12125550115\n');
    await api.database.query(
      `update import set status = 'queued', list_id = $2, beat_at = now(),
              settings = '{"columns": ["number"], "delimiter": "comma", "encoding": "utf-8", "header": true, "defaultCountry": "US", "duplicates": "skip"}'
        where id = $1`,
      [body.id, list.id],
    );
    await api.manager.delete(`suppression-lists/${list.id}`);
    await api.database.query(
      `update import set beat_at = now() - interval '1 hour' where id = $1`,
      [body.id],
    );
    expect(await ended(api.manager, body.id)).toMatchObject({
      status: 'stopped',
      stoppedBecause: expect.stringContaining('the list has been deleted'),
    });
  });

  it('goes into a list of the platform for operators only', async () => {
    const refused = await upload(api.owner, 'number\n+12125550116\n', 'platform');
    expect(refused.status).toBe(403);
    const { body } = await upload(api.operator, 'number\n+12125550116\n', 'platform');
    expect((await api.owner.get(`imports/${body.id}`)).status).toBe(404);
    expect((await api.owner.get('imports?kind=platform')).status).toBe(403);
    await api.operator.post(`imports/${body.id}/start`, { newList: 'National register' });
    const done = await ended(api.operator, body.id);
    expect(done).toMatchObject({ status: 'finished', imported: 1 });
    expect(
      await api.database.query('select number from platform_suppression where list_id = $1', [
        done.listId,
      ]),
    ).toEqual([{ number: '+12125550116' }]);
  });

  it('stands apart from imports of contacts', async () => {
    const { body } = await api.manager.get<Page<ImportView>>('imports');
    expect(body.items.filter(({ kind }) => kind !== 'contacts')).toEqual([]);
    const lists = await api.manager.get<Page<ImportView>>('imports?kind=do-not-call');
    expect(lists.body.items.length).toBeGreaterThan(0);
  });
});
