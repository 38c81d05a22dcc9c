import { Speech } from './speech';
import { SpokenLanguage, Voice } from './voice';

/** Several voices as one: a text is spoken by the first that speaks its language, else one that is near. */
export class Voices extends Voice {
  /** @param voices the best first */
  constructor(private readonly voices: readonly Voice[]) {
    super();
  }

  async name(): Promise<string | null> {
    const names = await Promise.all(this.voices.map((voice) => voice.name()));
    return names.filter((name) => name !== null).join(', ') || null;
  }

  /** Each language once, with what will speak it. */
  override async languages(): Promise<SpokenLanguage[]> {
    const all = (await Promise.all(this.voices.map((voice) => voice.languages()))).flat();
    const first = new Map<string, SpokenLanguage>();
    for (const spoken of all) if (!first.has(spoken.language)) first.set(spoken.language, spoken);
    return [...first.values()];
  }

  speak(text: string, language: string, done: (speech: Speech | null) => void): void {
    void this.choose(language).then((choice) => {
      if (choice) choice.voice.speak(text, choice.language, done);
      else done(null);
    });
  }

  /** Before a near language of a better voice comes the very one of another: `es-mx` is not `es-es`. */
  private async choose(wanted: string): Promise<{ voice: Voice; language: string } | null> {
    const language = wanted.toLowerCase().replaceAll('_', '-');
    const offers = await Promise.all(
      this.voices.map(async (voice) => ({ voice, languages: await voice.languages() })),
    );
    const fits = [
      (offered: string) => offered === language,
      (offered: string) => baseOf(offered) === baseOf(language),
    ];
    for (const fit of fits) {
      for (const { voice, languages } of offers) {
        const spoken = languages.find((candidate) => fit(candidate.language));
        if (spoken) return { voice, language: spoken.language };
      }
    }
    return null;
  }
}

function baseOf(language: string): string {
  return language.split('-')[0]!;
}
