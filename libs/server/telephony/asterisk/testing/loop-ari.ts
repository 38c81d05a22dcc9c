import { Ari, AriConnection, AriListener, AriRequest, AriResponse, AriSilence } from '../ari';

/** A switch as specs make one: what it is asked it answers at once, and tells events to whoever listens. */
export interface FakeSwitch {
  /** Whether nobody is there at all. */
  readonly down: boolean;
  handle(request: AriRequest): AriResponse;
  file(path: readonly string[]): Uint8Array | null;
  connect(application: string, listener: AriListener): AriConnection;
}

/** A way to a switch without a network. */
export class LoopAri extends Ari {
  /** Everything that was asked, in order. */
  readonly asked: AriRequest[] = [];
  /** What becomes of requests instead of an answer, while it is set. */
  silence: AriSilence | null = null;

  constructor(private readonly far: FakeSwitch) {
    super();
  }

  async request(request: AriRequest): Promise<AriResponse> {
    this.asked.push(request);
    this.refuse();
    const answer = this.far.handle(request);
    // What was asked has been done: only the answer is lost.
    if (this.silence) throw this.silence;
    return answer;
  }

  async download(path: readonly string[]): Promise<Uint8Array | null> {
    this.refuse();
    return this.far.file(path);
  }

  listen(application: string, listener: AriListener): AriConnection {
    if (!this.far.down) return this.far.connect(application, listener);
    listener.closed('switch.example:8088 does not open a connection for events.');
    return { close: () => undefined };
  }

  private refuse(): void {
    if (this.silence && !this.silence.sent) throw this.silence;
    if (this.far.down) throw new AriSilence('switch.example:8088 refuses the connection.', false);
  }
}
