import { type HeardEvent, SharedStream } from './shared-stream';

/** A connection as the specs see it from the server's side. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  static get open() {
    return FakeSource.all.filter(({ readyState }) => readyState !== FakeSource.CLOSED);
  }

  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  send(topic: string, lastEventId: string, data = '{}'): void {
    this.dispatchEvent(new MessageEvent(topic, { data, lastEventId }));
  }

  refuse(): void {
    this.close();
    this.dispatchEvent(new Event('error'));
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor() {
    FakeChannel.all.push(this);
  }

  postMessage(data: unknown): void {
    for (const other of FakeChannel.all) if (other !== this) other.onmessage?.({ data });
  }

  close(): void {
    FakeChannel.all = FakeChannel.all.filter((other) => other !== this);
  }
}

/** One lock, given to one after the other. */
class FakeLocks {
  private isHeld = false;
  private waiting: (() => void)[] = [];

  async request<T>(
    _name: string,
    { ifAvailable, signal }: LockOptions,
    callback: (lock: object | null) => Promise<T>,
  ): Promise<T> {
    if (this.isHeld && ifAvailable) return callback(null);
    if (this.isHeld)
      await new Promise<void>((granted, refused) => {
        this.waiting.push(granted);
        signal?.addEventListener('abort', () => {
          this.waiting = this.waiting.filter((other) => other !== granted);
          refused(new Error('aborted'));
        });
      });
    this.isHeld = true;
    try {
      return await callback({});
    } finally {
      this.isHeld = false;
      this.waiting.shift()?.();
    }
  }
}

describe('the stream of events that the tabs of a browser share', () => {
  let heard: string[];
  let refused: number;

  const settle = () => new Promise((later) => setTimeout(later));
  const tab = (name: string) =>
    new SharedStream(
      '/api/v1/events',
      ['campaign', 'calls'],
      ({ topic, id }: HeardEvent) => heard.push(`${name} ${topic} ${id}`.trim()),
      () => refused++,
    );
  const open = async (stream: SharedStream) => {
    stream.open();
    await settle();
  };
  const close = async (stream: SharedStream) => {
    stream.close();
    await settle();
  };

  beforeEach(() => {
    heard = [];
    refused = 0;
    FakeSource.all = [];
    FakeChannel.all = [];
    Object.assign(globalThis, { EventSource: FakeSource, BroadcastChannel: FakeChannel });
    Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true });
  });

  it('is one connection, which all of them hear', async () => {
    await open(tab('one'));
    await open(tab('two'));
    expect(FakeSource.open).toHaveLength(1);
    FakeSource.open[0]!.send('campaign', '7-1');
    expect(heard.sort()).toEqual(['one campaign 7-1', 'two campaign 7-1']);
  });

  it('is taken over where it was left, when the tab that is connected goes', async () => {
    const [one, two] = [tab('one'), tab('two')];
    await open(one);
    await open(two);
    FakeSource.open[0]!.send('calls', '7-2');
    await close(one);
    expect(FakeSource.open.map(({ url }) => url)).toEqual(['/api/v1/events?after=7-2']);
    FakeSource.open[0]!.send('calls', '8-1');
    expect(heard.slice(2)).toEqual(['two calls 8-1']);
    await close(two);
    expect(FakeSource.open).toEqual([]);
  });

  it('goes on from where a tab has stopped to look, if nobody was connected meanwhile', async () => {
    const one = tab('one');
    await open(one);
    FakeSource.open[0]!.send('ready', '7-3');
    await close(one);
    await open(one);
    expect(FakeSource.open.map(({ url }) => url)).toEqual(['/api/v1/events?after=7-3']);
    expect(heard).toEqual(['one ready 7-3']);
  });

  it('tells a tab that looks again while another is connected that it has missed something', async () => {
    const [one, two] = [tab('one'), tab('two')];
    await open(one);
    await open(two);
    await close(two);
    await open(two);
    expect(heard).toEqual(['two missed']);
    expect(FakeSource.open).toHaveLength(1);
  });

  it('says when the connection is refused for good, and can be opened again', async () => {
    const one = tab('one');
    await open(one);
    FakeSource.open[0]!.refuse();
    await close(one);
    expect([refused, FakeSource.open.length]).toEqual([1, 0]);
    await open(one);
    expect(FakeSource.open).toHaveLength(1);
  });

  it('is a connection of each tab where the browser has no locks', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    await open(tab('one'));
    await open(tab('two'));
    expect(FakeSource.open).toHaveLength(2);
  });
});
