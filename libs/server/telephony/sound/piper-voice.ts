import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProgramVoice, SPEAKING } from './program-voice';
import { runProgram } from './run-program';
import { Speech, speechOf } from './speech';
import { SpokenLanguage } from './voice';
import { resample } from './wav';

const RATE = 8_000;
/** New voices are found after so long. */
const LOOK_AGAIN_MS = 60_000;
const MODEL = /\.onnx$/;

/** A voice of Piper's: a model with a description beside it. */
interface Model {
  path: string;
  language: string;
  speaker: string;
  samplesPerSecond: number;
}

/** Speaks with Piper, where the program and voices for it are installed. Sounds like a person, and takes its time for it. */
export class PiperVoice extends ProgramVoice {
  private known?: { models: Promise<Model[]>; atMs: number };

  /** @param directory of voices: `*.onnx`, each with its `*.onnx.json` */
  constructor(
    private readonly program: string,
    private readonly directory: string,
  ) {
    super();
  }

  async name(): Promise<string | null> {
    return (await this.models()).length ? 'Piper' : null;
  }

  override async languages(): Promise<SpokenLanguage[]> {
    return (await this.models()).map(({ language, speaker }) => ({ language, speaker }));
  }

  protected async make(text: string, language: string): Promise<Speech | null> {
    const model = (await this.models()).find((candidate) => candidate.language === language);
    if (!model) return null;
    // It takes each line for a text of its own, from standard input: nothing in it can be an option.
    const line = `${text.replace(/\s+/g, ' ')}\n`;
    const words = ['--model', model.path, '--output_raw'];
    const output = await runProgram(this.program, words, line, SPEAKING);
    if (!output || output.length < 2) return null;
    const samples = new Int16Array(output.length >> 1);
    for (let at = 0; at < samples.length; at++) samples[at] = output.readInt16LE(2 * at);
    return speechOf(resample({ samples, samplesPerSecond: model.samplesPerSecond }, RATE));
  }

  private models(): Promise<Model[]> {
    const now = performance.now();
    if (!this.known || now - this.known.atMs > LOOK_AGAIN_MS)
      this.known = { models: this.find(), atMs: now };
    return this.known.models;
  }

  private async find(): Promise<Model[]> {
    // A program that is not there says nothing to any question; any of its versions answers this one.
    const help = await runProgram(this.program, ['--help'], '', SPEAKING);
    if (!help) return [];
    const files = await readdir(this.directory).catch(() => []);
    const names = files.filter((name) => MODEL.test(name)).sort();
    const models = await Promise.all(names.map((name) => readModel(join(this.directory, name))));
    return models.filter((model) => model !== null);
  }
}

/** Null for a model whose description is not there, or says too little. */
async function readModel(path: string): Promise<Model | null> {
  try {
    const { audio, language, dataset } = JSON.parse(
      await readFile(`${path}.json`, 'utf8'),
    ) as Record<string, Record<string, unknown> | undefined>;
    const code = String(language?.['code'] ?? '')
      .toLowerCase()
      .replaceAll('_', '-');
    const samplesPerSecond = Number(audio?.['sample_rate']);
    if (!/^[a-z][a-z0-9-]+$/.test(code) || !(samplesPerSecond >= RATE)) return null;
    const speaker =
      typeof dataset === 'string' && dataset ? `Piper (${dataset as string})` : 'Piper';
    return { path, language: code, speaker, samplesPerSecond };
  } catch {
    // Not there, or not JSON: then the model cannot be used, and the others can.
    return null;
  }
}
