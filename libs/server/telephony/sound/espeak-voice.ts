import { ProgramVoice, SPEAKING } from './program-voice';
import { runProgram } from './run-program';
import { Speech, speechOf } from './speech';
import { SpokenLanguage } from './voice';
import { parseWav, resample } from './wav';

const PROGRAM = 'espeak-ng';
const RATE = 8_000;
const WORDS_PER_MINUTE = 150;
/** Whether it is there is looked at again after so long: somebody may have installed it. */
const LOOK_AGAIN_MS = 60_000;
/** A line of `--voices`: priority, language, age and gender, name, file. */
const VOICE_LINE = /^\s*\d+\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)/;
const LANGUAGE = /^[a-z][\w+-]*$/i;

/** What was found on this machine. */
interface Findings {
  name: string | null;
  languages: SpokenLanguage[];
}

/** Speaks with eSpeak NG where it is installed. */
export class EspeakVoice extends ProgramVoice {
  private known?: { findings: Promise<Findings>; atMs: number };

  constructor(private readonly program = PROGRAM) {
    super();
  }

  async name(): Promise<string | null> {
    return (await this.findings()).name;
  }

  override async languages(): Promise<SpokenLanguage[]> {
    return (await this.findings()).languages;
  }

  protected async make(text: string, language: string): Promise<Speech | null> {
    if (!LANGUAGE.test(language)) return null;
    // The text goes in by standard input: nothing in it can be an option.
    const words = ['--stdin', '--stdout', '-v', language, '-s', String(WORDS_PER_MINUTE)];
    const output = await runProgram(this.program, words, text, SPEAKING);
    const sound = output && parseWav(output);
    return sound?.samples.length ? speechOf(resample(sound, RATE)) : null;
  }

  private findings(): Promise<Findings> {
    const now = performance.now();
    if (!this.known || now - this.known.atMs > LOOK_AGAIN_MS)
      this.known = { findings: this.find(), atMs: now };
    return this.known.findings;
  }

  private async find(): Promise<Findings> {
    const ask = (word: string) => runProgram(this.program, [word], '', SPEAKING);
    const [output, voices] = await Promise.all([ask('--version'), ask('--voices')]);
    if (!output) return { name: null, languages: [] };
    const version = /(\d+\.\d+[\d.]*)/.exec(output.toString('utf8'))?.[1];
    return {
      name: version ? `eSpeak NG ${version}` : 'eSpeak NG',
      languages: languagesOf(voices?.toString('utf8') ?? ''),
    };
  }
}

/** Those of its own: voices of MBROLA need another program. */
function languagesOf(voices: string): SpokenLanguage[] {
  const lines = voices.split('\n').flatMap((line) => {
    const [, language, , file] = VOICE_LINE.exec(line) ?? [];
    return language && !file?.startsWith('mb/') ? [language.toLowerCase()] : [];
  });
  return [...new Set(lines)].map((language) => ({ language, speaker: 'eSpeak NG' }));
}
