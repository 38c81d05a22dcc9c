import { ImportStartInput, ImportStatus, ImportView } from '@belltower/dto';
import { Answer, Client } from '../../testing/client';

const UNDER_WAY = [ImportStatus.Queued, ImportStatus.Running, ImportStatus.Undoing];

/** Uploads a file as a program does: the body is the file. */
export async function upload(
  client: Client,
  content: Buffer | string,
  fileName = 'people.csv',
): Promise<Answer<ImportView>> {
  const response = await client.fetch(`imports?fileName=${encodeURIComponent(fileName)}`, {
    method: 'POST',
    body: content as RequestInit['body'],
    headers: { 'content-type': 'text/csv' },
  });
  const body = (await response.json()) as ImportView;
  return { status: response.status, body, headers: response.headers };
}

/** Polls until nothing more happens to the import. */
export async function ended(client: Client, id: number): Promise<ImportView> {
  for (;;) {
    const { body } = await client.get<ImportView>(`imports/${id}`);
    if (!UNDER_WAY.includes(body.status)) return body;
  }
}

/** The whole road of a file that is imported as it is detected. */
export async function importFile(
  client: Client,
  content: Buffer | string,
  input: Partial<ImportStartInput>,
): Promise<ImportView> {
  const { body } = await upload(client, content);
  const started = await client.post<ImportView>(`imports/${body.id}/start`, input);
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  return ended(client, body.id);
}
