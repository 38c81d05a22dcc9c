import { Media, MediaLine, MediaListener, Speech } from '../media';
import { AgreedMedia } from '../sdp';
import { Voice } from '../voice';

export const SPEECH: Speech = { pcmu: new Uint8Array(8), pcma: new Uint8Array(8), seconds: 0.001 };

/** Sound without a network: remembers what it was told, and says what a spec lets it say. */
export class ScriptedMedia extends Media {
  readonly lines: { listener?: MediaListener; agreed: AgreedMedia[]; closed: boolean }[] = [];

  /** Whether no port can be opened. */
  fails = false;

  line(): MediaLine {
    const line: ScriptedMedia['lines'][number] = { agreed: [], closed: false };
    this.lines.push(line);
    return {
      open: (listener) => {
        line.listener = listener;
        if (this.fails) listener.failed('no port');
        else listener.ready(10_000 + 2 * this.lines.length);
      },
      start: (agreed) => line.agreed.push(agreed),
      update: (agreed) => line.agreed.push(agreed),
      close: () => (line.closed = true),
    };
  }

  async close(): Promise<void> {}
}

/** Says everything at once. */
export class ReadyVoice extends Voice {
  constructor(private readonly speech: Speech | null = SPEECH) {
    super();
  }

  async name(): Promise<string | null> {
    return this.speech && 'a voice for tests';
  }

  speak(_text: string, done: (speech: Speech | null) => void): void {
    done(this.speech);
  }
}
