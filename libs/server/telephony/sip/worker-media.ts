import { EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { Media, MediaLine, MediaListener, MediaOptions, Speech } from './media';
import { MediaOrder, MediaReport } from './media-messages';
import { Punctuality } from './pacer';
import { AgreedMedia } from './sdp';

/** Beside this file: as it was written, or bundled as a program of its own. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './media-worker.ts' : './media-worker.mjs',
  import.meta.url,
);

/** Sound in a thread of its own, which is started with the first call: whatever blocks the main thread is not heard. */
export class WorkerMedia extends Media {
  private readonly listeners = new Map<number, MediaListener>();
  private worker?: Worker;
  private before?: EventLoopUtilization;
  private last = 0;
  /** How punctual the sound has been in the last whole second. */
  punctuality: Punctuality = { steps: 0, skipped: 0, latestMs: 0 };

  constructor(private readonly options: MediaOptions) {
    super();
  }

  line(): MediaLine {
    const id = ++this.last;
    const { silenceSeconds } = this.options;
    return {
      open: (listener) => {
        this.listeners.set(id, listener);
        const silenceMs = silenceSeconds === null ? null : silenceSeconds * 1_000;
        this.order({ order: 'open', id, silenceMs });
      },
      start: (agreed: AgreedMedia, { pcmu, pcma }: Speech) =>
        this.order({ order: 'start', id, agreed, pcmu, pcma }),
      update: (agreed) => this.order({ order: 'update', id, agreed }),
      close: () => {
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
    await worker?.terminate();
  }

  private order(order: MediaOrder): void {
    this.worker ??= this.start();
    this.worker.postMessage(order);
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
      return;
    }
    const listener = this.listeners.get(report.id);
    if (report.report === 'ready') listener?.ready(report.port);
    else if (report.report === 'failed') listener?.failed(report.why);
    else if (report.report === 'digit') listener?.digit(report.digit);
    else if (report.report === 'played') listener?.played();
    else listener?.silent();
  }

  /** The thread has died, and the sound of all its calls with it; the next call gets another. */
  private lost(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    for (const listener of listeners) {
      listener.failed(error.message);
      listener.silent();
    }
  }
}
