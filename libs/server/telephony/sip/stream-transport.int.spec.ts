import { once } from 'node:events';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { StreamTransport } from './stream-transport';
import { Target } from './transport';

/** For tests only, of the name sip.example.com, for a hundred years. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBqDCCAU2gAwIBAgIUatrgT0Nb+t/2plSWkBBitTwGEfAwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPc2lwLmV4YW1wbGUuY29tMCAXDTI2MTEyNDE5MDk0MFoYDzIx
MjYxMDMxMTkwOTQwWjAaMRgwFgYDVQQDDA9zaXAuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASmDBY9jU6lzBgzT4WbOubr/FDDWUt+PDJhSbhK
q5vIcoGKUhRYHHduSKEG5UX+0oGHIzwSv+buCqFSrsp8B/I5o28wbTAdBgNVHQ4E
FgQUp+QzRDYbsuMv4kkzDcyUhYEGtuowHwYDVR0jBBgwFoAUp+QzRDYbsuMv4kkz
DcyUhYEGtuowDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg9zaXAuZXhhbXBs
ZS5jb20wCgYIKoZIzj0EAwIDSQAwRgIhAIGYZyhcAfc/+lgma59tQo3POwZXJUse
pCIYt/AbtKwOAiEAlZcmgAfxPINiQ9Osn3bqgvBSOj5c4SMvpUskjZ75os0=
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghgkB0gUHXAnqLr/V
s+YYEEjoplwDfdLCK1CoEFF4KUyhRANCAASmDBY9jU6lzBgzT4WbOubr/FDDWUt+
PDJhSbhKq5vIcoGKUhRYHHduSKEG5UX+0oGHIzwSv+buCqFSrsp8B/I5
-----END PRIVATE KEY-----`;
const MESSAGE = Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n');

describe('SIP over streams', () => {
  let server: Server;
  let transport: StreamTransport;
  let sockets: Socket[] = [];

  afterEach(async () => {
    await transport.close();
    for (const socket of sockets) socket.destroy();
    sockets = [];
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  const listen = async (encrypted: boolean) => {
    const greet = (socket: Socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => socket.write(chunk));
    };
    server = encrypted
      ? createTlsServer({ cert: CERTIFICATE, key: KEY }, greet)
      : createServer(greet);
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const targetOf = (port: number, serverName = 'sip.example.com'): Target => ({
    kind: transport.kind,
    host: '127.0.0.1',
    port,
    serverName,
  });
  const open = (kind: 'tcp' | 'tls', certificates?: string) => {
    transport = new StreamTransport({ kind, publicHost: '127.0.0.1', certificates });
    const arrived = new Promise<Buffer>((resolve) => {
      transport.arrived = ({ bytes }) => resolve(bytes);
    });
    return { arrived };
  };
  const refusal = (target: Target) =>
    transport.ready(target).then(
      () => 'connected',
      (error: Error) => error.message,
    );

  it('sends and receives over one connection, and knows its port', async () => {
    const { arrived } = open('tcp');
    const port = await listen(false);
    await transport.ready(targetOf(port));
    transport.send(MESSAGE, targetOf(port), () => undefined);
    expect(await arrived).toEqual(MESSAGE);
    expect(sockets).toHaveLength(1);
    expect(transport.local()).toEqual({ host: '127.0.0.1', port: sockets[0]!.remotePort });
  });

  it('tells that nobody is there', async () => {
    open('tcp');
    const port = await listen(false);
    await new Promise((resolve) => server.close(resolve));
    const error = await new Promise<Error>((failed) =>
      transport.send(MESSAGE, targetOf(port), failed),
    );
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('connects again after the other side has closed, and says that its address is another', async () => {
    const { arrived } = open('tcp');
    let moved = 0;
    transport.moved = () => moved++;
    const port = await listen(false);
    await transport.ready(targetOf(port));
    const closed = once(sockets[0]!, 'close');
    sockets[0]!.destroy();
    await closed;
    // Our side hears of it a moment later.
    while ((await refusal(targetOf(port))) !== 'connected' || sockets.length < 2)
      await new Promise((look) => setImmediate(look));
    transport.send(MESSAGE, targetOf(port), () => undefined);
    expect(await arrived).toEqual(MESSAGE);
    expect(moved).toBe(1);
  });

  it('hangs up on whoever does not keep to the protocol', async () => {
    open('tcp');
    const port = await listen(false);
    await transport.ready(targetOf(port));
    const closed = once(sockets[0]!, 'close');
    sockets[0]!.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed;
  });

  it('is encrypted with whoever has a certificate of that name, from somebody trusted', async () => {
    const { arrived } = open('tls', CERTIFICATE);
    const port = await listen(true);
    await transport.ready(targetOf(port));
    transport.send(MESSAGE, targetOf(port), () => undefined);
    expect(await arrived).toEqual(MESSAGE);
  });

  it('is refused with a certificate from nobody trusted', async () => {
    open('tls');
    expect(await refusal(targetOf(await listen(true)))).toMatch(/self-signed/);
  });

  it('is refused with a certificate of another name', async () => {
    open('tls', CERTIFICATE);
    expect(await refusal(targetOf(await listen(true), 'trunk.example.org'))).toMatch(
      /does not match/,
    );
  });
});
