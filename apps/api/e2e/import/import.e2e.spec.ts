import { ImportPreviewView } from '@belltower/dto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApi, TestApi } from '../../testing/start-api';
import { ended, importFile, upload } from './importing';

const ORIGINAL = readFileSync(join(__dirname, 'contacts-original-format.csv'));
const MIXED = readFileSync(join(__dirname, 'contacts-header-mixed.csv'));

describe('an import', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('takes a file of the original panel as it is', async () => {
    const { body: uploaded } = await upload(api.manager, ORIGINAL, 'contacts.csv');
    const { body: preview } = await api.manager.post<ImportPreviewView>(
      `imports/${uploaded.id}/preview`,
      {},
    );
    expect(preview).toMatchObject({
      delimiter: 'pipe',
      encoding: 'utf-8',
      header: false,
      originalFormat: true,
      rowsWithProblems: 0,
    });
    const { status } = await api.manager.post(`imports/${uploaded.id}/start`, {
      newPhonebook: 'From the original panel',
    });
    expect(status).toBe(200);
    const done = await ended(api.manager, uploaded.id);
    expect(done).toMatchObject({ status: 'finished', rejected: 0, createdBy: 'Manager' });
    expect(done.rows).toBe(500);
    const [contact] = await api.database.query<Record<string, unknown>[]>(
      `select * from contact where number = '+12125550157' and phonebook_id = $1`,
      [done.phonebookId],
    );
    expect(contact).toMatchObject({
      raw_number: '12125550157',
      last_name: 'van der Berg',
      first_name: 'Łukasz',
      email: 'person0@example.org',
      notes: 'VIP, ask for Łukasz',
      status: 'inactive',
      address: '1 High Street',
      city: 'New York',
      state: 'NY',
      country: 'US',
      unit_number: 'Flat 0',
      variables: { balance: '2.57', title: 'Ms' },
    });
  });

  it('keeps every bad row with its reason, line and text', async () => {
    const done = await importFile(api.manager, MIXED, { newPhonebook: 'Mixed' });
    expect(done).toMatchObject({ status: 'finished' });
    expect(done.imported + done.duplicatesInFile + done.rejected).toBe(500);
    expect(done.rejectedBecause).toEqual({
      'No number': '10',
      'Number not valid': '40',
      'E-mail not valid': '10',
    });
    const { body } = await api.manager.get<string>(`imports/${done.id}/rejects.csv`);
    expect(body.slice(0, 300).split('\r\n').slice(0, 2)).toEqual([
      'Nombre,Apellidos,Teléfono,Correo,"Saldo, €",Notas,Reason,Line',
      'Aoife,García,,p7@example.org,"27,88",,"There is no number in this row",10',
    ]);
  });
});
