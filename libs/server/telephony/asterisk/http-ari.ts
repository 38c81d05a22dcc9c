import { Ari, AriConnection, AriListener, AriRequest, AriResponse, AriSilence } from './ari';

const PATIENCE_MS = 10_000;
/** Errors before anything was sent: nobody was there. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export interface AriAccess {
  /** Where Asterisk's HTTP server is, without `/ari`. */
  address: string;
  user: string;
  password: string;
}

/** ARI over HTTP and WebSocket; user and password travel in a header, never in an address that is logged. */
export class HttpAri extends Ari {
  private readonly base: string;
  private readonly place: string;
  private readonly authorization: string;

  constructor({ address, user, password }: AriAccess) {
    super();
    this.base = `${address.replace(/\/+$/, '')}/ari/`;
    this.place = new URL(address).host;
    this.authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  async request({ method, path, query, body }: AriRequest): Promise<AriResponse> {
    const response = await this.ask(path, query, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: {
        authorization: this.authorization,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
    });
    return { status: response.status, body: parsed(await this.read(response.text())) };
  }

  async download(path: readonly string[]): Promise<Uint8Array | null> {
    const headers = { authorization: this.authorization };
    const response = await this.ask(path, undefined, { method: 'GET', headers });
    const bytes = await this.read(response.arrayBuffer());
    return response.ok ? new Uint8Array(bytes) : null;
  }

  listen(application: string, listener: AriListener): AriConnection {
    const address = this.addressOf(['events'], { app: application });
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address, { headers: { authorization: this.authorization } });
    let over = false;
    let open = false;
    const close = () => {
      if (over) return;
      over = true;
      listener.closed(
        open
          ? `${this.place} closed the connection for events.`
          : `${this.place} does not open a connection for events.`,
      );
    };
    socket.addEventListener('open', () => {
      open = true;
      if (!over) listener.opened();
    });
    socket.addEventListener('message', ({ data }) => {
      if (!over && typeof data === 'string') listener.heard(data);
    });
    // A connection that never was tells of an error alone, one that breaks of both.
    socket.addEventListener('error', close);
    socket.addEventListener('close', close);
    return {
      close: () => {
        over = true;
        socket.close();
      },
    };
  }

  private async ask(
    path: readonly string[],
    query: AriRequest['query'],
    options: RequestInit,
  ): Promise<Response> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return this.read(fetch(this.addressOf(path, query), { ...options, redirect: 'error', signal }));
  }

  private async read<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw this.silence(error as Error);
    }
  }

  private addressOf(path: readonly string[], query: AriRequest['query'] = {}): URL {
    const address = new URL(this.base + path.map(encodeURIComponent).join('/'));
    address.search = new URLSearchParams(query).toString();
    return address;
  }

  private silence({ name, cause }: Error): AriSilence {
    const code = (cause as { code?: string } | undefined)?.code ?? '';
    if (name === 'TimeoutError')
      return new AriSilence(`${this.place} does not answer within ${PATIENCE_MS / 1_000} s.`, true);
    if (code === 'ECONNREFUSED')
      return new AriSilence(`${this.place} refuses the connection.`, false);
    const why = code
      ? `${this.place} cannot be reached: ${code}.`
      : `${this.place} does not answer.`;
    return new AriSilence(why, !NEVER_SENT.includes(code));
  }
}

/** An error page of a proxy is no JSON, and as good as none. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
