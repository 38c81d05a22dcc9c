import { TestEnvironment } from 'jest-environment-node';

/** What keeps a process from ending, besides timers; the names are Node's. */
const KEPT_OPEN = ['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap'];
const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 20;

/** A timer as Node makes it; it tells nobody else whether it is over. */
type NodeTimer = NodeJS.Timeout & { _destroyed: boolean };
type StartTimer = (...words: Parameters<typeof setTimeout>) => NodeTimer;

/** As jest's for Node, but a file that leaves a timer, a connection or a process behind fails. */
export default class LeakFreeEnvironment extends TestEnvironment {
  private readonly timers = new Set<WeakRef<NodeTimer>>();
  private readonly before = new Map<string, number>();

  override async setup(): Promise<void> {
    await super.setup();
    for (const name of KEPT_OPEN) this.before.set(name, count(name));
    this.watch('setTimeout');
    this.watch('setInterval');
  }

  override async teardown(): Promise<void> {
    const left = await this.whatStays();
    await super.teardown();
    if (left.length) throw new Error(`Left behind by this file: ${left.join(', ')}.`);
  }

  /** jest has timers of its own in the process, so those of the file are known by who made them. */
  private watch(name: 'setTimeout' | 'setInterval'): void {
    const start = this.global[name] as unknown as StartTimer;
    const watched: StartTimer = (...words) => {
      const timer = start(...words);
      this.timers.add(new WeakRef(timer));
      return timer;
    };
    // What promisify() makes of it stays what it was.
    Object.defineProperties(watched, Object.getOwnPropertyDescriptors(start));
    Object.assign(this.global, { [name]: watched });
  }

  /** What has been closed takes a moment to be gone. */
  private async whatStays(): Promise<string[]> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const left = [...this.openHandles(), ...this.pendingTimers()];
      if (!left.length || Date.now() > deadline) return left;
      await new Promise((look) => setTimeout(look, LOOK_AGAIN_MS));
    }
  }

  private openHandles(): string[] {
    return KEPT_OPEN.map((name) => [name, count(name) - (this.before.get(name) ?? 0)] as const)
      .filter(([, extra]) => extra > 0)
      .map(([name, extra]) => `${extra} × ${name}`);
  }

  private pendingTimers(): string[] {
    const pending = [...this.timers]
      .map((timer) => timer.deref())
      .filter((timer) => timer && !timer._destroyed && timer.hasRef());
    return pending.length ? [`${pending.length} × timer`] : [];
  }
}

function count(name: string): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === name).length;
}
