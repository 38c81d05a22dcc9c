import { Invalid, Unavailable } from '@belltower/core';
import { AudioFormat, LONGEST_AUDIO_SECONDS } from '@belltower/dto';
import { encode, muLaw } from '@belltower/telephony';
import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { ConversionOrder, ConversionReport } from './conversion-messages';
import { REFUSALS } from './decoding/refusal';

/** A file as a telephone carries it. */
export interface ConvertedAudio {
  format: AudioFormat;
  /** G.711 µ-law, 8,000 samples a second. */
  pcmu: Buffer;
}

/** Beside this file: as it was written, or bundled as a program of its own. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './convert-worker.ts' : './convert-worker.mjs',
  import.meta.url,
);
/** Files that are converted at the same time: each takes a core, and memory by its size. */
const MOST_AT_ONCE = 1;
/** That wait; more are sent away, as whoever waits for them would not. */
const MOST_WAITING = 20;
/** Ten minutes of any format take seconds; what takes longer was made to. */
const PATIENCE_MS = 120_000;
const MOST_MEMORY_MB = 512;

/** Turns uploaded files into what a telephone carries, each in a thread of its own, so that calls go on meanwhile. */
@Injectable()
export class AudioConverter implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AudioConverter.name);
  private readonly waiting: (() => void)[] = [];
  private readonly workers = new Set<Worker>();
  private running = 0;

  /**
   * @throws Invalid `audio.<reason>` with a sentence on what is wrong with the file
   * @throws Unavailable `audio.busy`
   */
  async convert(file: string): Promise<ConvertedAudio> {
    await this.turn();
    try {
      const report = await this.run({ file, longestSeconds: LONGEST_AUDIO_SECONDS });
      if (report.report === 'refused') throw new Invalid(`audio.${report.reason}`, report.message);
      const { format, samples } = report;
      return { format: format as AudioFormat, pcmu: Buffer.from(encode(samples, muLaw)) };
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  /** Whoever waits for a conversion is told that it cannot be had; the file can be uploaded again. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }

  private async turn(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) {
      throw new Unavailable(
        'audio.busy',
        'Many recordings are being converted at this moment. Try again in a minute.',
      );
    }
    if (this.running >= MOST_AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.running++;
  }

  private run(order: ConversionOrder): Promise<ConversionReport> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(PROGRAM, {
        name: 'audio-conversion',
        workerData: order,
        // Decoders talk to the console about what is wrong with a file, of which the report tells.
        stderr: true,
        // Only where it runs as it was written does Node wonder what kind of module it is.
        execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
        resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
      });
      this.workers.add(worker);
      const tooHard = new Invalid('audio.too-hard', REFUSALS['too-hard']);
      const patience = setTimeout(() => end(tooHard), PATIENCE_MS);
      const end = (error?: Error) => {
        clearTimeout(patience);
        this.workers.delete(worker);
        void worker.terminate();
        reject(error ?? new Unavailable('audio.busy', 'The conversion was broken off. Try again.'));
      };
      worker.once('message', (report: ConversionReport) => {
        resolve(report);
        end();
      });
      worker.once('error', (error: Error) => {
        // More memory than any recording takes, or a mistake of a decoder: either way the file is what it fails at.
        this.logger.warn(`A recording could not be converted: ${error.message}`);
        end(new Invalid('audio.damaged', REFUSALS.damaged));
      });
      worker.once('exit', () => end());
    });
  }
}
