import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { AriConnection, AriRequest } from '../ari';
import { FakeSwitch } from './loop-ari';

/** RFC 6455 §1.3. */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const CLOSE_FRAME = 0x88;

/** A fake switch behind real HTTP and WebSocket, on a port of its own of 127.0.0.1. */
export class AriServer {
  /** Addresses that were asked for, as a log would show them. */
  readonly log: string[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly far: FakeSwitch,
    private readonly authorization: string,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.on('upgrade', (request, socket: Duplex) => this.upgrade(request, socket));
  }

  static async start(far: FakeSwitch, user: string, password: string): Promise<AriServer> {
    const credentials = Buffer.from(`${user}:${password}`).toString('base64');
    const server = new AriServer(far, `Basic ${credentials}`);
    await new Promise<void>((listening) => server.server.listen(0, '127.0.0.1', listening));
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection for events, as a network does: without a word. */
  breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.breakConnections();
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.log.push(request.url!);
    if (request.headers.authorization !== this.authorization) {
      response.writeHead(401).end('{"message":"Authentication required"}');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = requestOf(request, Buffer.concat(chunks).toString('utf8'));
    if (asked.path.at(-1) === 'file') {
      const file = this.far.file(asked.path);
      response.writeHead(file ? 200 : 404).end(file ?? '');
      return;
    }
    const { status, body } = this.far.handle(asked);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  private upgrade(request: IncomingMessage, socket: Duplex): void {
    this.log.push(request.url!);
    socket.on('error', () => undefined);
    if (request.headers.authorization !== this.authorization) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const key = `${request.headers['sec-websocket-key']}${HANDSHAKE}`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.sockets.add(socket);
    const { query } = requestOf(request, '');
    const connection: AriConnection = this.far.connect(query!['app']!, {
      opened: () => undefined,
      heard: (text) => socket.write(frameOf(text)),
      closed: () => socket.end(Buffer.from([CLOSE_FRAME, 0])),
    });
    socket.on('data', (bytes: Buffer) => {
      // All that a client of ours ever says is goodbye (RFC 6455 §5.5.1).
      if ((bytes[0]! & 0x0f) === (CLOSE_FRAME & 0x0f)) socket.end(Buffer.from([CLOSE_FRAME, 0]));
    });
    socket.on('close', () => {
      this.sockets.delete(socket);
      connection.close();
    });
  }
}

function requestOf({ method, url }: IncomingMessage, body: string): AriRequest {
  const { pathname, searchParams } = new URL(url!, 'http://127.0.0.1');
  const [, , ...path] = pathname.split('/').map(decodeURIComponent);
  return {
    method: method as AriRequest['method'],
    path,
    query: Object.fromEntries(searchParams),
    ...(body ? { body: JSON.parse(body) as Record<string, unknown> } : {}),
  };
}

/** One message of text, unmasked as a server's are (RFC 6455 §5.2). */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(body.length < 126 ? 2 : 4);
  head[0] = TEXT_FRAME;
  if (body.length < 126) head[1] = body.length;
  else {
    head[1] = 126;
    head.writeUInt16BE(body.length, 2);
  }
  return Buffer.concat([head, body]);
}
