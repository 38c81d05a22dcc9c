import { Prompt, Speech, Voice } from '@belltower/telephony';
import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { AccountSounds } from './account-sounds';
import { Audio } from './audio.entity';

/** Says nothing, and remembers what it was asked to. */
class DeafVoice extends Voice {
  readonly asked: string[] = [];

  async name(): Promise<string | null> {
    return null;
  }

  speak(text: string, language: string, done: (speech: Speech | null) => void): void {
    this.asked.push(`${language}: ${text}`);
    done(null);
  }
}

describe('what calls have to say', () => {
  let test: TestDatabase;
  let accountId: number;
  let stranger: number;
  beforeAll(async () => {
    test = await createTestDatabase([Audio]);
    [accountId, stranger] = (await Promise.all(['Clinic', 'Office'].map(account))) as [
      number,
      number,
    ];
  });
  afterAll(() => test.drop());

  async function account(name: string): Promise<number> {
    const [row] = await test.source.query<[{ id: number }]>(
      `insert into account (name, default_country, time_zone) values ($1, 'US', 'Europe/Madrid') returning id`,
      [name],
    );
    return row.id;
  }

  const recorded = async (bytes: number[]): Promise<number> => {
    const [row] = await test.source.query<[{ id: number }]>(
      `insert into audio (account_id, name, file_name, format, pcmu, size_bytes, sha256)
       values ($1, gen_random_uuid()::text, 'a.wav', 'wav', $2, $3, sha256($2)) returning id`,
      [accountId, Buffer.from(bytes), bytes.length],
    );
    return row.id;
  };
  const made = (sounds: AccountSounds, prompt: Prompt) =>
    new Promise<Speech | null>((done) => sounds.make(prompt, 'es', done));
  const audio = (audioId: number, owner = accountId): Prompt => ({
    kind: 'audio',
    accountId: owner,
    audioId,
  });

  it('is a recording of the account, in both kinds of G.711', async () => {
    const sounds = new AccountSounds(test.source, new DeafVoice());
    const speech = await made(sounds, audio(await recorded([0xff, 0x80, 0x00])));
    expect([...speech!.pcmu]).toEqual([0xff, 0x80, 0x00]);
    expect([...speech!.pcma]).toEqual([0xd5, 0xaa, 0x2a]);
    expect(speech!.seconds).toBe(3 / 8_000);
  });

  it('is no recording of another account, and none that is not there', async () => {
    const sounds = new AccountSounds(test.source, new DeafVoice());
    const id = await recorded([1]);
    expect(await made(sounds, audio(id, stranger))).toBeNull();
    expect(await made(sounds, audio(999_999))).toBeNull();
  });

  it('is something as soon as there is a recording, where nothing can speak too', async () => {
    const sounds = new AccountSounds(test.source, new DeafVoice());
    await test.source.query('delete from audio');
    expect(await sounds.ability()).toEqual({ voice: null, recordings: false });
    await recorded([1]);
    expect(await sounds.ability()).toEqual({ voice: null, recordings: true });
  });

  it('is read once for many calls, and is there at once after that', async () => {
    const sounds = new AccountSounds(test.source, new DeafVoice());
    const id = await recorded([1, 2, 3]);
    const [first, second] = await Promise.all([made(sounds, audio(id)), made(sounds, audio(id))]);
    expect(second).toBe(first);
    let third: Speech | null = null;
    sounds.make(audio(id), 'es', (speech) => (third = speech));
    expect(third).toBe(first);
  });

  it('is another where the recording was replaced, and none where it was deleted', async () => {
    let now = 1_000;
    const time = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const sounds = new AccountSounds(test.source, new DeafVoice());
      const id = await recorded([1, 2, 3]);
      const first = await made(sounds, audio(id));
      now += 5_000;
      expect(await made(sounds, audio(id))).toBe(first);
      await test.source.query(
        `update audio set pcmu = '\\x09', sha256 = sha256('\\x09'), size_bytes = 1 where id = $1`,
        [id],
      );
      now += 5_000;
      expect([...(await made(sounds, audio(id)))!.pcmu]).toEqual([9]);
      await test.source.query('delete from audio where id = $1', [id]);
      now += 5_000;
      expect(await made(sounds, audio(id))).toBeNull();
    } finally {
      time.mockRestore();
    }
  });

  it('is spoken in the language of the text, else in that of the gateway', async () => {
    const voice = new DeafVoice();
    const sounds = new AccountSounds(test.source, voice);
    await made(sounds, { kind: 'text', text: 'Bonjour', language: 'fr' });
    await made(sounds, { kind: 'text', text: 'Hola', language: null });
    expect(voice.asked).toEqual(['fr: Bonjour', 'es: Hola']);
  });
});
