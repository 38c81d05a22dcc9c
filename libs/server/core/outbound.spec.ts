import { createServer, Server } from 'node:http';
import { AddressInfo, createServer as createTcpServer, Socket } from 'node:net';
import { MOST_ANSWER_BYTES, Outbound, OutboundError } from './outbound';

const closing: (() => Promise<void> | void)[] = [];
const allowing = new Outbound(true);
const usual = new Outbound(false);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => {
  allowing.close();
  usual.close();
});

async function served(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  closing.push(
    () =>
      new Promise<void>((closed) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(() => closed());
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const get = (url: string, by = allowing, timeoutMs = 5_000) =>
  by.send({ method: 'GET', url: new URL(url), headers: {}, body: null, timeoutMs });

const problemOf = async (answer: Promise<unknown>) => {
  const error = await answer.then(
    () => null,
    (problem: unknown) => problem,
  );
  expect(error).toBeInstanceOf(OutboundError);
  return error as OutboundError;
};

describe('a request to elsewhere', () => {
  it('is answered with status, headers and body', async () => {
    const url = await served(
      createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk));
        request.on('end', () => {
          response.writeHead(201, { 'x-id': '7' });
          response.end(`${request.method} ${request.headers['x-key']} ${body}`);
        });
      }),
    );
    const headers = { 'x-key': 'k' };
    const request = { method: 'POST', url: new URL(url), headers, body: 'é', timeoutMs: 5_000 };
    expect(await allowing.send(request)).toMatchObject({
      status: 201,
      headers: { 'x-id': '7' },
      body: 'POST k é',
    });
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://2130706433:9/',
    'http://0x7f.1:9/',
    'http://[::1]:9/',
    'http://[::ffff:127.0.0.1]:9/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost:9/',
    'https://10.0.0.1/',
  ])('reaches only the public internet: not %s', async (url) => {
    const problem = await problemOf(get(url, usual));
    expect(problem.message).toContain('public internet');
    expect(problem.saidNothing).toBe(true);
  });

  it('follows nobody', async () => {
    const url = await served(
      createServer((_, response) =>
        response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      ),
    );
    expect(await get(url)).toMatchObject({ status: 302 });
  });

  it('is only over HTTP', async () => {
    await problemOf(get('file:///etc/passwd'));
  });

  it('has said nothing where nobody takes connections', async () => {
    const server = createTcpServer();
    const url = await served(server);
    await closing.pop()!();
    const problem = await problemOf(get(url));
    expect(problem.saidNothing).toBe(true);
    expect(problem.message).toMatch(
      /^127\.0\.0\.1:\d+: nobody takes connections there \(ECONNREFUSED\)$/,
    );
  });

  it('may have been heard where the connection breaks, or no answer comes', async () => {
    const sockets: Socket[] = [];
    const breaking = await served(
      createTcpServer((socket) => socket.once('data', () => socket.destroy())),
    );
    expect((await problemOf(get(breaking))).saidNothing).toBe(false);
    const silent = await served(createTcpServer((socket) => sockets.push(socket)));
    expect((await problemOf(get(silent, allowing, 100))).saidNothing).toBe(false);
    for (const socket of sockets) socket.destroy();
  });

  it('takes no more of an answer than it has room for', async () => {
    const url = await served(
      createServer((_, response) => response.end(Buffer.alloc(4 * MOST_ANSWER_BYTES, 'x'))),
    );
    expect((await get(url)).body).toHaveLength(MOST_ANSWER_BYTES);
  });

  it('is not lost where the other side says what is no HTTP', async () => {
    const url = await served(
      createTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0\r\n'))),
    );
    expect((await problemOf(get(url))).saidNothing).toBe(false);
  });
});
