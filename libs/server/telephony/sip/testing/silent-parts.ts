import { SpokenSounds, Speech, Voice } from '../../sound';
import { Media, MediaLine, MediaListener, RecorderTerms } from '../media';
import { AgreedMedia } from '../sdp';

export const SPEECH: Speech = { pcmu: new Uint8Array(8), pcma: new Uint8Array(8), seconds: 0.001 };

/** What is played where nothing is. */
export const NO_SOUND: Speech = { pcmu: new Uint8Array(), pcma: new Uint8Array(), seconds: 0 };

/** Sound without a network: remembers what it was told, and says what a spec lets it say. */
export class ScriptedMedia extends Media {
  readonly lines: {
    listener?: MediaListener;
    agreed: AgreedMedia[];
    played: Speech[];
    recorded: RecorderTerms[];
    /** Whether what is recorded is to end. */
    finished: boolean;
    joined: number | null;
    closed: boolean;
  }[] = [];

  /** Whether no port can be opened. */
  fails = false;

  line(): MediaLine {
    const line: ScriptedMedia['lines'][number] = {
      agreed: [],
      played: [],
      recorded: [],
      finished: false,
      joined: null,
      closed: false,
    };
    const id = this.lines.push(line);
    return {
      id,
      open: (listener) => {
        line.listener = listener;
        if (this.fails) listener.failed('no port');
        else listener.ready(10_000 + 2 * id);
      },
      use: (agreed) => line.agreed.push(agreed),
      play: (speech) => line.played.push(speech),
      record: (terms) => line.recorded.push(terms),
      finish: () => (line.finished = true),
      stop: () => line.played.push(NO_SOUND),
      join: (other) => (line.joined = other.id),
      close: () => (line.closed = true),
    };
  }

  async close(): Promise<void> {}
}

/** Says everything at once. */
class ReadyVoice extends Voice {
  constructor(private readonly speech: Speech | null = SPEECH) {
    super();
  }

  async name(): Promise<string | null> {
    return this.speech && 'a voice for tests';
  }

  speak(_text: string, _language: string, done: (speech: Speech | null) => void): void {
    done(this.speech);
  }
}

/** Sounds that are there at once, all of them the same; null where nothing can speak. */
export const readySounds = (speech: Speech | null = SPEECH) =>
  new SpokenSounds(new ReadyVoice(speech));
