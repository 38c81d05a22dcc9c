import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** A message that the provider was asked to send. */
export interface Asked {
  to: string;
  from: string;
  text: string;
  /** Where it is to report. */
  report: string;
}

/** A provider over HTTP on a port of its own, which takes every message as JSON and reports only what it is told to. */
export class MessageProvider {
  readonly asked: Asked[] = [];
  /** Statuses that the next requests are answered with in place of 200. */
  refusals: number[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<MessageProvider> {
    const server = createServer();
    const provider = new MessageProvider(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        const refusal = request.method === 'HEAD' ? undefined : provider.refusals.shift();
        if (body && !refusal) provider.asked.push(JSON.parse(body) as Asked);
        response.statusCode = refusal ?? 200;
        response.end(JSON.stringify({ id: `m-${provider.asked.length}` }));
      });
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return provider;
  }

  /** Settings of a gateway that speaks with it. */
  get settings(): Record<string, unknown> {
    const { port } = this.server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/messages`,
      body: '{"to":"{number}","from":"{sender}","text":"{text}","report":"{callback}"}',
      password: 'password-of-the-provider',
      webhookSecret: 'secret-of-the-webhook',
      ...{ idPath: 'id', receiptIdPath: 'id', statePath: 'state', receiptCodePath: 'code' },
      ...{ replyIdPath: 'id', replyFromPath: 'from', replyToPath: 'to', replyTextPath: 'text' },
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
