import { canSay, gather, SharedSounds, Sounds, wordsForSound } from '../sound';
import { Prompt } from '../telephony';

type Done<T> = (result: T | null) => void;

/** What is to be heard, as files that the switch plays. */
export class SoundFiles {
  constructor(
    private readonly sounds: Sounds,
    private readonly folder: SharedSounds,
    /** The same folder as the switch sees it. */
    readonly switchFolder: string,
    /** Of texts that name none. */
    private readonly language: string,
  ) {}

  /**
   * `done` is told the file's path on the switch without its extension, at once where it is known to be there; null
   * where there is none: nothing can speak, a recording is gone, or the folder cannot be written.
   */
  make(prompt: Prompt, done: Done<string>): void {
    this.sounds.make(prompt, this.language, (speech) => {
      if (!speech) return done(null);
      this.folder.put(speech, (name) => done(name && this.pathOf(name)));
    });
  }

  /** The same for several: null where one of them is missing. */
  makeAll(prompts: readonly Prompt[], done: Done<string[]>): void {
    gather(prompts, (prompt, made) => this.make(prompt, made), done);
  }

  /** What stands in the way of anything being heard, for people; null where nothing does. */
  async problem(): Promise<string | null> {
    const ability = await this.sounds.ability();
    if (!canSay(ability)) return `${wordsForSound(ability)}.`;
    const problem = await this.folder.problem();
    return problem && `The folder for sounds cannot be written: ${problem}`;
  }

  private pathOf(name: string): string {
    return `${this.switchFolder.replace(/\/+$/, '')}/${name.replace(/\.wav$/, '')}`;
  }
}
