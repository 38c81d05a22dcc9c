import { KeptSpeeches } from './kept-speeches';
import { Speech } from './speech';
import { Voice } from './voice';
import { Voices } from './voices';

/** Speaks some languages, and says which it was asked for. */
class ScriptedVoice extends Voice {
  readonly asked: string[] = [];

  constructor(
    private readonly speaker: string,
    private readonly spoken: string[],
  ) {
    super();
  }

  async name(): Promise<string | null> {
    return this.spoken.length ? this.speaker : null;
  }

  override async languages() {
    return this.spoken.map((language) => ({ language, speaker: this.speaker }));
  }

  speak(_text: string, language: string, done: (speech: Speech | null) => void): void {
    this.asked.push(language);
    done(null);
  }
}

describe('several voices', () => {
  const voices = () => {
    const good = new ScriptedVoice('Good', ['en-us', 'es-es']);
    const plain = new ScriptedVoice('Plain', ['en-us', 'es', 'es-419', 'fr-fr']);
    return { good, plain, both: new Voices([good, plain]) };
  };
  const say = (voice: Voice, language: string) =>
    new Promise<Speech | null>((done) => voice.speak('Hello', language, done));

  it('are named together, with what speaks each language', async () => {
    const { both } = voices();
    expect(await both.name()).toBe('Good, Plain');
    expect(await both.languages()).toContainEqual({ language: 'en-us', speaker: 'Good' });
    expect(await both.languages()).toContainEqual({ language: 'es-419', speaker: 'Plain' });
    expect(await new Voices([new ScriptedVoice('None', [])]).name()).toBeNull();
  });

  it.each([
    ['en-us', ['en-us'], []],
    ['en_US', ['en-us'], []],
    ['es-419', [], ['es-419']],
    ['es-mx', ['es-es'], []],
    ['fr', [], ['fr-fr']],
    ['de', [], []],
  ])('speak %s with the best that knows it, or knows one near', async (language, first, second) => {
    const { good, plain, both } = voices();
    expect(await say(both, language)).toBeNull();
    expect({ good: good.asked, plain: plain.asked }).toEqual({ good: first, plain: second });
  });
});

describe('sounds that are kept', () => {
  const speech = (bytes: number): Speech => ({
    pcmu: new Uint8Array(bytes),
    pcma: new Uint8Array(bytes),
    seconds: 1,
  });

  it('are as many as fit, those that were asked for last', () => {
    const kept = new KeptSpeeches(100);
    for (const name of ['a', 'b', 'c']) kept.keep(name, speech(15));
    kept.find('a');
    kept.keep('d', speech(15));
    expect(['a', 'b', 'c', 'd'].filter((name) => kept.find(name))).toEqual(['a', 'c', 'd']);
    kept.keep('large', speech(1_000));
    expect(['a', 'c', 'd', 'large'].filter((name) => kept.find(name))).toEqual(['large']);
  });
});
