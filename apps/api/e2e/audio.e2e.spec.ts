import { AudioView, CampaignView, Page, VoiceView } from '@belltower/dto';
import type { Client } from '../testing/client';
import { startApi, TestApi } from '../testing/start-api';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SAMPLES = join(__dirname, '..', '..', '..', 'libs', 'server', 'audio', 'samples');
/** The head of a WAV. */
const HEAD = 44;

interface Told {
  status: number;
  body: AudioView & { code: string; detail: string };
}

describe('the audio library', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ environment: { AUDIO_MAX_BYTES: '20000' } });
  });
  afterAll(() => api.close());

  const sample = (name: string) => readFile(join(SAMPLES, name));
  const send = async (who: Client, path: string, init: RequestInit): Promise<Told> => {
    const response = await who.fetch(path, init);
    return { status: response.status, body: (await response.json()) as Told['body'] };
  };
  const upload = async (who: Client, file: string, query = '') =>
    send(who, `audio?fileName=${file}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'audio/mpeg' },
      body: new Uint8Array(await sample(file)),
    });
  const names = async (who: Client, query = '') =>
    (await who.get<Page<AudioView>>(`audio${query}`)).body.items.map(({ name }) => name);

  it('takes a file as the body, and keeps what a telephone carries of it', async () => {
    const { status, body } = await upload(api.manager, 'stereo.mp3', '&name=Reminder');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Reminder',
      fileName: 'stereo.mp3',
      format: 'mp3',
      usedBy: [],
      sizeBytes: body.seconds * 8_000,
    });
    expect(body.seconds).toBeCloseTo(0.63, 1);
    expect(body).not.toHaveProperty('pcmu');
    expect((await api.viewer.get<AudioView>(`audio/${body.id}`)).body).toEqual(body);
  });

  it('takes a file in a form, and names it after itself, once and again', async () => {
    const form = new FormData();
    form.set('file', new Blob([await sample('stereo.ogg')]), 'Winter greeting.ogg');
    const first = await send(api.owner, 'audio', { method: 'POST', body: form });
    const second = await send(api.owner, 'audio', { method: 'POST', body: form });
    expect([first.body.name, second.body.name]).toEqual(['Winter greeting', 'Winter greeting 2']);
    expect(await names(api.owner, '?q=greet&sort=-name')).toEqual([
      'Winter greeting 2',
      'Winter greeting',
    ]);
  });

  it('plays a recording, whole and in parts', async () => {
    const { body } = await upload(api.manager, 'mono-8k.ogg', '&name=Parts');
    const ask = (range?: string) =>
      api.viewer.fetch(`audio/${body.id}/sound`, range ? { headers: { range } } : {});
    const whole = await ask();
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(whole.headers.get('content-type')).toBe('audio/wav');
    expect(bytes).toHaveLength(HEAD + 2 * 4_800);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    for (const [from, until] of [
      [0, 99],
      [45, 46],
      [101, 5_000],
      [9_000, bytes.length - 1],
    ] as const) {
      const part = await ask(`bytes=${from}-${until}`);
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${until}/${bytes.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, until + 1))).toBe(
        true,
      );
    }
    expect((await ask(`bytes=${bytes.length}-`)).status).toBe(416);
  });

  it('renames and replaces a recording, which stays the one that campaigns name', async () => {
    const { body } = await upload(api.manager, 'mono-8k.ogg', '&name=Before');
    const renamed = await api.manager.put<AudioView>(`audio/${body.id}`, { name: ' After ' });
    expect(renamed.body).toMatchObject({ id: body.id, name: 'After', sha256: body.sha256 });
    const replaced = await send(api.manager, `audio/${body.id}/sound?fileName=new.flac`, {
      method: 'PUT',
      headers: { 'content-type': 'audio/flac' },
      body: new Uint8Array(await sample('stereo.flac')),
    });
    expect(replaced.body).toMatchObject({ id: body.id, name: 'After', fileName: 'new.flac' });
    expect(replaced.body.sha256).not.toBe(body.sha256);
    const taken = await upload(api.manager, 'mono-8k.ogg', '&name=AFTER');
    expect(taken).toMatchObject({ status: 409, body: { code: 'audio.name-taken' } });
  });

  it('refuses what is no recording with what is wrong, and keeps nothing of it', async () => {
    const before = await names(api.owner);
    expect(await upload(api.manager, 'video.mp4')).toMatchObject({
      status: 422,
      body: { code: 'audio.video' },
    });
    const empty = await send(api.manager, 'audio', {
      method: 'POST',
      headers: { 'content-type': 'audio/wav' },
      body: '',
    });
    expect(empty).toMatchObject({ status: 422, body: { code: 'audio.empty' } });
    const json = await api.manager.post('audio', { name: 'Nothing' });
    expect(json).toMatchObject({ status: 422, body: { code: 'audio.no-file' } });
    const large = await send(api.manager, 'audio', {
      method: 'POST',
      headers: { 'content-type': 'audio/wav' },
      body: new Uint8Array(100_000),
    });
    expect(large).toMatchObject({ status: 413, body: { code: 'audio.too-large' } });
    expect(await names(api.owner)).toEqual(before);
  });

  it('keeps a recording that a campaign may still play, and says which', async () => {
    const { body } = await upload(api.manager, 'mono-8k.ogg', '&name=Needed');
    const campaignId = await givenDraft(body.id);
    const refused = await api.manager.delete<{ code: string; detail: string }>(`audio/${body.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'audio.in-use' } });
    expect(refused.body.detail).toContain('“Spring visit”');
    const { body: shown } = await api.viewer.get<AudioView>(`audio/${body.id}`);
    expect(shown.usedBy).toEqual([{ campaignId, campaignName: 'Spring visit' }]);
    await api.database.query(`update campaign set status = 'stopped' where id = $1`, [campaignId]);
    expect((await api.manager.delete(`audio/${body.id}`)).status).toBe(204);
    expect((await api.manager.get(`audio/${body.id}`)).status).toBe(404);
    const { body: ended } = await api.viewer.get<CampaignView>(`campaigns/${campaignId}`);
    expect(ended).toMatchObject({ name: 'Spring visit', audioId: null });
  });

  it('keeps one that a campaign asks by, until nobody is asked any more', async () => {
    const said = (await upload(api.manager, 'mono-8k.ogg', '&name=Said')).body.id;
    const asked = (await upload(api.manager, 'stereo.ogg', '&name=Asked')).body.id;
    const question = {
      name: 'Coming?',
      audioId: asked,
      text: '',
      answers: [{ key: '1', label: 'Yes' }],
    };
    const campaignId = await givenDraft(said, { questions: [question] });
    expect((await api.manager.delete(`audio/${asked}`)).body).toMatchObject({
      code: 'audio.in-use',
    });
    const copy = await api.manager.post<CampaignView>(`campaigns/${campaignId}/duplicate`);
    expect(copy.body.questions).toMatchObject([{ audioId: asked, text: '' }]);
    const { body: shown } = await api.viewer.get<AudioView>(`audio/${asked}`);
    expect(shown.usedBy.map((use) => use.campaignId)).toEqual([campaignId, copy.body.id]);

    // A draft that names it no more lets it go, and so does one that has ended.
    expect((await api.manager.delete(`campaigns/${copy.body.id}`)).status).toBe(204);
    await api.database.query(`update campaign set status = 'stopped' where id = $1`, [campaignId]);
    expect((await api.manager.delete(`audio/${asked}`)).status).toBe(204);
    const { body: ended } = await api.viewer.get<CampaignView>(`campaigns/${campaignId}`);
    expect(ended.questions).toMatchObject([{ name: 'Coming?', audioId: null, text: '' }]);
    expect(ended.audioId).toBe(said);

    // What is left of it would be silence.
    const silent = await api.manager.post<CampaignView>(`campaigns/${campaignId}/duplicate`);
    const refused = await api.manager.post<{ errors: { message: string }[] }>(
      `campaigns/${silent.body.id}/start`,
    );
    expect(refused.status).toBe(409);
    expect(refused.body.errors.map(({ message }) => message)).toContain(
      'Question 1 has nothing to ask: write it, or choose a recording',
    );
  });

  it('refuses a campaign that asks by a recording of somebody else', async () => {
    const { body } = await upload(api.stranger, 'mono-8k.ogg', '&name=Theirs');
    const own = (await upload(api.manager, 'mono-8k.ogg', '&name=Own')).body.id;
    const question = { name: 'Coming?', text: '', answers: [{ key: '1', label: 'Yes' }] };
    const recorded = [own, body.id].map((audioId, at) => ({
      ...question,
      name: `No ${at}`,
      audioId,
    }));
    const refused = await postCampaign(own, { questions: recorded });
    expect(refused).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'questions', message: 'No. 2: the recording is gone' }] },
    });
    expect((await api.stranger.delete(`audio/${body.id}`)).status).toBe(204);
  });

  /** A campaign that says nothing else. */
  async function givenDraft(audioId: number, values: object = {}): Promise<number> {
    const { status, body } = await postCampaign(audioId, values);
    expect({ status, audioId: body.audioId }).toEqual({ status: 201, audioId });
    return body.id;
  }

  async function postCampaign(audioId: number, values: object) {
    const { body: phonebook } = await api.manager.post<{ id: number }>('phonebooks', {
      name: randomUUID(),
    });
    const [gateway] = await api.database.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, channels, calls_per_second)
       values (gen_random_uuid(), 'voice', 'simulator', 10, 5) returning id`,
    );
    await api.database.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      api.accountId,
      gateway.id,
    ]);
    return api.manager.post<CampaignView>('campaigns', {
      name: 'Spring visit',
      phonebookIds: [phonebook.id],
      gatewayIds: [gateway.id],
      audioId,
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2099-01-01T00:00:00Z',
      ...values,
    });
  }

  it('shows nothing of it to another account', async () => {
    const { body } = await upload(api.manager, 'mono-8k.ogg', '&name=Ours');
    expect(await names(api.stranger)).toEqual([]);
    const { status } = await api.stranger.fetch(`audio/${body.id}/sound`);
    expect(status).toBe(404);
    const put = await send(api.stranger, `audio/${body.id}/sound`, {
      method: 'PUT',
      headers: { 'content-type': 'audio/wav' },
      body: new Uint8Array(await sample('mono-8k.ogg')),
    });
    expect(put.status).toBe(404);
    expect((await api.viewer.get<AudioView>(`audio/${body.id}`)).body.sha256).toBe(body.sha256);
  });
});

describe('texts that are spoken', () => {
  let api: TestApi;
  beforeAll(async () => {
    const voice = join(__dirname, '..', 'testing', 'voice');
    api = await startApi({
      environment: { PIPER: join(voice, 'piper.sh'), PIPER_VOICES: voice },
    });
  });
  afterAll(() => api.close());

  const listen = (who: Client, body: object) =>
    who.fetch('voices/listen', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('are offered in the languages of the installation', async () => {
    const { body } = await api.viewer.get<VoiceView[]>('voices');
    expect(body).toContainEqual({
      language: 'qaa-x-test',
      label: expect.any(String) as string,
      speaker: 'Piper (test)',
    });
  });

  it('are heard before anybody is called', async () => {
    const answer = await listen(api.manager, { text: 'Hello', language: 'qaa-x-test' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    // The program says a hundred samples for each character, and those of the end of the line.
    expect(Buffer.from(await answer.arrayBuffer())).toHaveLength(HEAD + 2 * 600);
  });

  it('are refused in a language that nobody speaks, blank, and from viewers', async () => {
    const unknown = await listen(api.manager, { text: 'Hello', language: 'qab' });
    expect(unknown.status).toBe(422);
    expect(await unknown.json()).toMatchObject({ code: 'voice.unknown-language' });
    expect((await listen(api.manager, { text: ' ', language: 'qaa-x-test' })).status).toBe(422);
    expect((await listen(api.viewer, { text: 'Hello', language: 'qaa-x-test' })).status).toBe(403);
  });

  it('are spoken for one person only so often in a minute', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 31; count++)
      statuses.push((await listen(api.owner, { text: 'Again', language: 'qaa-x-test' })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });
});
