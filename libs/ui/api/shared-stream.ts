/** An event of the stream, with what the server needs to go on from there. */
export interface HeardEvent {
  topic: string;
  text: string;
  id: string;
}

/** Of the stream itself: from where on it goes, and that events may have been lost. */
export const READY = 'ready';
export const MISSED = 'missed';

/**
 * Server-sent events over one connection for all tabs of a browser, which has only a few connections to a server. The tab
 * that holds a lock is connected and passes on what it hears; when it goes, the next one takes over, and the server sends it
 * what came meanwhile. Browsers give locks to pages of https and of the same machine: elsewhere each tab connects for itself.
 */
export class SharedStream {
  private leaving: AbortController | null = null;
  /** Of the event heard last, whichever tab has heard it. */
  private last = '';
  private hasFollowed = false;

  constructor(
    private readonly url: string,
    private readonly topics: readonly string[],
    private readonly heard: (event: HeardEvent) => void,
    /** The connection has been refused for good. */
    private readonly refused: () => void,
  ) {}

  open(): void {
    if (this.leaving) return;
    const { signal } = (this.leaving = new AbortController());
    const locks = (navigator as { locks?: LockManager }).locks;
    if (locks) void this.share(locks, signal);
    else void this.connect(signal);
  }

  close(): void {
    this.leaving?.abort();
    this.leaving = null;
  }

  private async share(locks: LockManager, signal: AbortSignal): Promise<void> {
    const others = new BroadcastChannel(this.url);
    others.onmessage = ({ data }) => this.receive(data as HeardEvent);
    signal.addEventListener('abort', () => others.close());
    const lead = () => this.connect(signal, others);
    const hasLed = await locks.request(this.url, { ifAvailable: true }, async (lock) => {
      if (lock) await lead();
      return lock !== null;
    });
    if (hasLed || signal.aborted) return;
    // Another tab is connected. What it has heard while this one did not look is lost to this one.
    this.follow(this.hasFollowed);
    // Rejects when this tab leaves before its turn has come.
    await locks.request(this.url, { signal }, lead).catch(() => undefined);
  }

  /** Until this tab leaves, or the connection is refused. */
  private connect(signal: AbortSignal, others?: BroadcastChannel): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      this.follow(this.hasFollowed && !this.last);
      const after = this.last && `?after=${encodeURIComponent(this.last)}`;
      const source = new EventSource(this.url + after);
      const end = () => {
        source.close();
        resolve();
      };
      signal.addEventListener('abort', end);
      for (const topic of [...this.topics, READY, MISSED])
        source.addEventListener(topic, ({ data, lastEventId }: MessageEvent<string>) => {
          const event = { topic, text: data, id: lastEventId };
          others?.postMessage(event);
          this.receive(event);
        });
      source.addEventListener('error', () => {
        // The browser gives up for good on an HTTP error, such as a proxy's 502 during an upgrade.
        if (source.readyState !== EventSource.CLOSED) return;
        end();
        this.refused();
      });
    });
  }

  private follow(hasMissed: boolean): void {
    this.hasFollowed = true;
    if (hasMissed) this.receive({ topic: MISSED, text: '', id: '' });
  }

  private receive(event: HeardEvent): void {
    this.last = event.id || this.last;
    this.heard(event);
  }
}
