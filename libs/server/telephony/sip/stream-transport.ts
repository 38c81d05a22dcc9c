import { connect as connectTcp, Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { HostPort } from './address';
import { Framing } from './framing';
import { NobodyThere, Target, Transport } from './transport';

const CONNECT_MS = 8_000;
const KEEP_ALIVE_MS = 30_000;

export interface StreamOptions {
  kind: 'tcp' | 'tls';
  /** Our address as peers see it. */
  publicHost: string;
  /** Certificates in PEM that are trusted besides the well-known ones. */
  certificates?: string;
}

interface Connection {
  socket: Socket;
  /** Whoever waits to hear that nothing can be sent. */
  waiting: Set<(error: Error) => void>;
}

/** SIP over TCP or TLS: one connection a target, opened when something is to be sent, used by both sides. */
export class StreamTransport extends Transport {
  readonly kind: 'tcp' | 'tls';
  private readonly connections = new Map<string, Connection>();
  private port = 0;
  private closed = false;

  constructor(private readonly options: StreamOptions) {
    super();
    this.kind = options.kind;
  }

  /** The port is that of the newest connection: answers and requests come back over it. */
  local(): Required<HostPort> {
    return {
      host: this.options.publicHost,
      port: this.port || (this.kind === 'tls' ? 5061 : 5060),
    };
  }

  send(bytes: Buffer, target: Target, failed: (error: Error) => void): void {
    if (this.closed) return failed(new Error('The connection is closed.'));
    const { socket, waiting } = this.connectionTo(target);
    waiting.add(failed);
    // What could not be written is told when the connection closes, with the reason.
    socket.write(bytes, (error) => error ?? waiting.delete(failed));
  }

  /** Opens the connection ahead, so that our port is known. Rejects with what the other side or the system says. */
  ready(target: Target): Promise<void> {
    const { socket, waiting } = this.connectionTo(target);
    if (!socket.connecting && !socket.pending) return Promise.resolve();
    return new Promise((resolve, reject) => {
      waiting.add(reject);
      socket.once(this.kind === 'tls' ? 'secureConnect' : 'connect', () => {
        waiting.delete(reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const sockets = [...this.connections.values()].map(({ socket }) => socket);
    await Promise.all(sockets.map(ended));
  }

  private connectionTo(target: Target): Connection {
    const key = `${target.host}:${target.port}`;
    const known = this.connections.get(key);
    if (known) return known;
    const made = { socket: this.open(target), waiting: new Set<(error: Error) => void>() };
    this.connections.set(key, made);
    this.listen(key, made, target);
    return made;
  }

  private open({ host, port, serverName }: Target): Socket {
    if (this.kind === 'tcp') return connectTcp({ host, port, noDelay: true });
    const { certificates } = this.options;
    return connectTls({
      host,
      port,
      servername: serverName && serverName !== host ? serverName : undefined,
      minVersion: 'TLSv1.2',
      ...(certificates ? { ca: [...rootCertificates, certificates] } : {}),
    });
  }

  private listen(key: string, { socket, waiting }: Connection, { host, port }: Target): void {
    const framing = new Framing();
    let problem = new Error('The other side closed the connection.');
    let connected = false;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('No connection in time.')));
    socket.once(this.kind === 'tls' ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      connected = true;
      const again = this.port !== 0;
      this.port = socket.localPort ?? 0;
      if (again) this.moved();
    });
    socket.on('data', (chunk) => {
      try {
        for (const bytes of framing.push(chunk))
          this.arrived({ bytes, source: { host, port }, reply: (answer) => socket.write(answer) });
      } catch (error) {
        // Nobody can tell where the next message begins.
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error) => (problem = error));
    socket.on('close', () => {
      this.connections.delete(key);
      const told = connected ? problem : new NobodyThere(problem.message, { cause: problem });
      for (const failed of [...waiting]) failed(told);
    });
  }
}

/** Lets what is written still arrive, but waits no longer than a moment for the other side. */
async function ended(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const impatience = setTimeout(() => socket.destroy(), 500);
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    socket.end();
  });
}
