import { KeptSpeeches, Prompt, Sounds, Speech, speechOfPcmu, Voice } from '@belltower/telephony';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

type Listener = (speech: Speech | null) => void;

/** Over an hour of sound. */
const MOST_KEPT_BYTES = 67_108_864;
/** For so long a recording is taken to be what it was, and not to have been replaced. */
const TRUSTED_MS = 2_000;

/** When a recording was last looked at, and which sound it was then. */
interface Looked {
  sha256: Buffer;
  atMs: number;
}

/** What calls have to say: texts by a voice, recordings from the account's library. */
@Injectable()
export class AccountSounds extends Sounds {
  private readonly logger = new Logger(AccountSounds.name);
  private readonly kept = new KeptSpeeches(MOST_KEPT_BYTES);
  private readonly looked = new Map<string, Looked>();
  private readonly wanted = new Map<string, Listener[]>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Voice) private readonly speaker: Voice,
  ) {
    super();
  }

  voice(): Promise<string | null> {
    return this.speaker.name();
  }

  override async hasRecordings(): Promise<boolean> {
    const found = this.database.query<[{ any: boolean }]>(
      'select exists (select from audio) as any',
    );
    return found.then(
      ([{ any }]) => any,
      () => false, // The database is away: what is not known is not promised.
    );
  }

  make(prompt: Prompt, language: string, done: Listener): void {
    if (prompt.kind === 'text')
      return this.speaker.speak(prompt.text, prompt.language ?? language, done);
    const { accountId, audioId } = prompt;
    const name = `${accountId} ${audioId}`;
    const looked = this.looked.get(name);
    const speech = this.kept.find(name);
    if (speech && looked && performance.now() - looked.atMs < TRUSTED_MS) return done(speech);
    const waiting = this.wanted.get(name);
    if (waiting) {
      waiting.push(done);
      return;
    }
    this.wanted.set(name, [done]);
    void this.look(accountId, audioId, name).then((found) => {
      const listeners = this.wanted.get(name) ?? [];
      this.wanted.delete(name);
      for (const listener of listeners) listener(found);
    });
  }

  /** Reads the recording, or only whether it is still the one that is known. */
  private async look(accountId: number, audioId: number, name: string): Promise<Speech | null> {
    const known = this.kept.find(name);
    const sha256 = (known && this.looked.get(name)?.sha256) ?? null;
    try {
      const [row] = await this.database.query<{ sha256: Buffer; pcmu: Buffer | null }[]>(
        `select sha256, case when sha256 is distinct from $3 then pcmu end as pcmu
           from audio where account_id = $1 and id = $2`,
        [accountId, audioId, sha256],
      );
      if (!row) {
        this.kept.drop(name);
        this.looked.delete(name);
        return null;
      }
      const speech = row.pcmu ? speechOfPcmu(row.pcmu) : known!;
      this.kept.keep(name, speech);
      this.looked.set(name, { sha256: row.sha256, atMs: performance.now() });
      return speech;
    } catch (error) {
      // The database is away. What was there a moment ago will do, as calls that can go on must.
      this.logger.warn(`The recording ${name} could not be read: ${(error as Error).message}`);
      return known ?? null;
    }
  }
}
