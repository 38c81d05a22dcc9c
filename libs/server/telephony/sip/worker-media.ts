import { EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { Media, MediaLine, MediaListener, MediaOptions } from './media';
import { MediaOrder, MediaReport } from './media-messages';

/** Beside this file: as it was written, or bundled as a program of its own. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './media-worker.ts' : './media-worker.mjs',
  import.meta.url,
);

/** Sound in a thread of its own, which is started with the first call: whatever blocks the main thread is not heard. */
export class WorkerMedia extends Media {
  private readonly listeners = new Map<number, MediaListener>();
  /** What each call does, by number. */
  private readonly doing = new Map<number, number>();
  private worker?: Worker;
  private before?: EventLoopUtilization;
  private last = 0;

  constructor(private readonly options: MediaOptions) {
    super();
  }

  line(): MediaLine {
    const id = ++this.last;
    const { silenceSeconds } = this.options;
    /** The end of what has been replaced is no news. */
    const next = () => {
      const no = (this.doing.get(id) ?? 0) + 1;
      this.doing.set(id, no);
      return no;
    };
    return {
      id,
      open: (listener) => {
        this.listeners.set(id, listener);
        const silenceMs = silenceSeconds === null ? null : silenceSeconds * 1_000;
        this.worker ??= this.start();
        this.order({ order: 'open', id, silenceMs });
      },
      use: (agreed) => this.order({ order: 'use', id, agreed }),
      play: ({ pcmu, pcma }, { again } = { again: false }) =>
        this.order({ order: 'play', id, no: next(), pcmu, pcma, again }),
      record: (terms) => this.order({ order: 'record', id, no: next(), ...terms }),
      finish: () => this.order({ order: 'finish', id }),
      stop: () => this.order({ order: 'stop', id, no: next() }),
      join: (other) => this.order({ order: 'join', id, other: other.id }),
      close: () => {
        this.doing.delete(id);
        if (this.listeners.delete(id)) this.order({ order: 'close', id });
      },
    };
  }

  /** Which share of its time the thread has worked since this was last asked, from 0 to 1. */
  load(): number {
    const { worker, before } = this;
    if (!worker) return 0;
    const now = worker.performance.eventLoopUtilization();
    this.before = now;
    return before
      ? worker.performance.eventLoopUtilization(now, before).utilization
      : now.utilization;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.listeners.clear();
    this.doing.clear();
    await worker?.terminate();
  }

  private order(order: MediaOrder): void {
    this.worker?.postMessage(order);
  }

  private start(): Worker {
    // Only where it runs as it was written does Node wonder what kind of module it is.
    const execArgv = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
    const worker = new Worker(PROGRAM, { name: 'sip-media', execArgv });
    worker.on('message', (report: MediaReport) => this.heard(report));
    worker.on('error', (error) => this.lost(worker, error));
    return worker;
  }

  private heard(report: MediaReport): void {
    if (report.report === 'punctuality') {
      this.punctuality = report;
      this.skipped += report.skipped;
      return;
    }
    const listener = this.listeners.get(report.id);
    if (report.report === 'ready') listener?.ready(report.port);
    else if (report.report === 'failed') listener?.failed(report.why);
    else if (report.report === 'digit') listener?.digit(report.digit);
    else if (report.report === 'silent') listener?.silent();
    else if (report.no !== this.doing.get(report.id)) return;
    else if (report.report === 'played') listener?.played();
    else listener?.recorded(report.pcmu);
  }

  /** The thread has died, and the sound of all its calls with it; the next call gets another. */
  private lost(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    this.doing.clear();
    for (const listener of listeners) {
      listener.failed(error.message);
      listener.silent();
    }
  }
}
