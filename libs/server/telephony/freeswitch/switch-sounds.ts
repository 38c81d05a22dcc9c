import { gather, SharedSounds, Sounds, Speech } from '../sound';
import { Prompt } from '../telephony';
import { SoundFile } from './channel-sound';
import { UnsafeWord, Word } from './command';

/** What every switch is asked for, to find out whether it sees the folder of sounds: a moment of silence. */
const PROBE: Speech = {
  pcmu: new Uint8Array(800).fill(0xff),
  pcma: new Uint8Array(800).fill(0xd5),
  seconds: 0.1,
};

/** Why nothing can be heard. */
export type NoSound = 'no-voice' | 'no-sound-folder';

export interface SwitchSoundsOptions {
  sounds: Sounds;
  shared: SharedSounds;
  /** The shared folder as the switches see it. */
  folder: string;
  /** Of texts that name none. */
  language: string;
}

/** What calls have to say, as files where the switches find them. */
export class SwitchSounds {
  constructor(private readonly options: SwitchSoundsOptions) {}

  /** Files of all of these; else why there are none. */
  make(prompts: readonly Prompt[], done: (files: SoundFile[] | NoSound) => void): void {
    const { sounds, language } = this.options;
    sounds.makeAll(prompts, language, (speeches) => {
      if (!speeches) return done('no-voice');
      this.share(speeches, (files) => done(files ?? 'no-sound-folder'));
    });
  }

  /** A file that every switch ought to find; null where there can be none. */
  probe(): Promise<SoundFile | null> {
    return new Promise((resolve) => this.share([PROBE], (files) => resolve(files?.[0] ?? null)));
  }

  /** What stands in the way of the folder here, for people; null where nothing does. */
  problem(): Promise<string | null> {
    return this.options.shared.problem();
  }

  /** Of a file in the shared folder. @throws UnsafeWord */
  pathOf(name: string): Word {
    return Word.of('path', `${this.options.folder.replace(/\/+$/, '')}/${name}`);
  }

  private share(speeches: readonly Speech[], done: (files: SoundFile[] | null) => void): void {
    gather<Speech, SoundFile>(
      speeches,
      (speech, made) =>
        this.options.shared.put(speech, (name) =>
          made(name === null ? null : this.fileAt(name, speech.seconds)),
        ),
      done,
    );
  }

  private fileAt(name: string, seconds: number): SoundFile | null {
    try {
      return { path: this.pathOf(name), seconds };
    } catch (error) {
      if (error instanceof UnsafeWord) return null;
      throw error;
    }
  }
}
