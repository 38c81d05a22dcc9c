import { HttpSmsSettings } from '@belltower/dto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Arrived, FarSide } from '../../contract-counter';
import { Messaging, WebhookRequest } from '../../messaging';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What the provider of the contract's tests is spoken with. */
export const PROVIDER_SETTINGS: Partial<HttpSmsSettings> = {
  body: '{"to":"{number}","from":"{sender}","text":"{text}","ref":"{id}","report":"{callback}"}',
  idPath: 'id',
  codePath: 'error.code',
  receiptIdPath: 'id',
  statePath: 'state',
  replyFromPath: 'from',
  replyToPath: 'to',
  replyTextPath: 'text',
  webhookSecret: 'a-secret-of-the-tests',
};

const STATUSES = { 'wrong-number': 400, broken: 409, busy: 429 } as const;

/** A provider for tests: it takes messages as JSON, and posts what becomes of them to whoever it is shown. */
export class Provider {
  readonly asked: Asked[] = [];
  /** Where reports go; as if they came in by the API. */
  target: Messaging | null = null;
  private undone = 0;

  private constructor(
    private readonly server: Server,
    private readonly side: FarSide,
  ) {}

  static async start(side: FarSide): Promise<Provider> {
    const server = createServer();
    const provider = new Provider(server, side);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => void provider.answer(request, body, response));
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/messages`;
  }

  get isQuiet(): boolean {
    return this.undone === 0;
  }

  arrived(): Arrived[] {
    return this.asked
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => {
        const { to, from, text } = fieldsOf(body);
        return { number: to!, sender: from ?? null, text: text! };
      });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async answer(
    { method = '', url: path = '', headers }: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const { answer, outcome, told = 'after', reply } = this.side;
    this.asked.push({ method, path, headers, body });
    if (method === 'HEAD') return void response.end();
    if (answer === 'silent') return;
    if (answer !== 'taken') {
      response.statusCode = STATUSES[answer];
      return void response.end(JSON.stringify({ error: { code: answer } }));
    }
    const id = `message-${this.asked.length}`;
    const { to, from, report } = fieldsOf(body);
    const respond = () => response.end(JSON.stringify({ id }));
    const final = { id, state: outcome };
    const reports: object[] = outcome ? [final] : [];
    if (outcome && told === 'twice') reports.push(final);
    if (outcome && told === 'out-of-order') reports.push({ id, state: 'accepted' });
    if (reply) reports.push({ from: to, to: from, text: reply });
    this.undone++;
    if (told !== 'before') respond();
    for (const one of reports) await this.post(report!, one);
    if (told === 'before') respond();
    this.undone--;
  }

  /** Again and again until it is taken, as providers do. */
  private async post(address: string, report: object): Promise<void> {
    const request: WebhookRequest = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      query: Object.fromEntries(new URL(address).searchParams),
      body: Buffer.from(JSON.stringify(report)),
    };
    while ((await this.target!.webhook(request)).status === 503);
  }
}

/** None of what is no JSON: such messages are only looked at as they came. */
function fieldsOf(body: string): Record<string, string> {
  return body.startsWith('{') ? (JSON.parse(body) as Record<string, string>) : {};
}
