import { Clock, Outbound, OutboundError } from '@belltower/core';
import {
  GatewayStatus,
  HttpSmsAccess,
  HttpSmsSettings,
  MessageState,
  PartReports,
} from '@belltower/dto';
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  CANCELLED,
  Messaging,
  MessagingHealth,
  notSent,
  OutboundMessage,
  Receive,
  Submission,
  WebhookAnswer,
  WebhookRequest,
} from '../messaging';
import { MessagingContext } from '../messaging-drivers';
import { submissionOf } from './answer';
import { incomingIn, postedBy } from './report';
import { filledIn, FORMATS, inHeader, inUrl, TemplateValues, valuesOfMessage } from './template';

/** Parameter of the webhook's address that holds its secret; a provider may send it as this header instead. */
const KEY = 'key';
const KEY_HEADER = 'x-webhook-secret';
const CHECK_MS = 10_000;

/** A message that is being handed over. */
interface BeingSent {
  /** Stops waiting for an answer. */
  stop(submission: Submission): void;
  /** Calls it back, as long as nothing of it has been said. */
  recall: AbortController;
}

/** A provider that takes messages over HTTP, by templates, and posts what becomes of them. */
export class HttpMessaging extends Messaging {
  /** A provider reports on whatever it has given an id. */
  readonly reports: PartReports | null;
  private readonly settings: HttpSmsSettings;
  private readonly clock: Clock;
  private readonly receive: Receive;
  private readonly outbound: Outbound;
  private readonly callback: string | null;
  private readonly beingSent = new Map<string, BeingSent>();
  private closed = false;

  constructor({
    settings,
    clock,
    receive,
    outbound,
    webhookUrl,
  }: MessagingContext<HttpSmsSettings>) {
    super();
    this.settings = settings;
    const { webhookSecret, receiptIdPath, statePath } = settings;
    this.reports = webhookSecret && receiptIdPath && statePath ? PartReports.Every : null;
    this.clock = clock;
    this.receive = receive;
    this.outbound = outbound;
    this.callback = withKey(webhookUrl, settings.webhookSecret);
  }

  async send(message: OutboundMessage): Promise<Submission> {
    const { Queued, Failed } = MessageState;
    if (this.closed) return notSent(this.clock.now(), Queued, 'closed');
    if (this.beingSent.has(message.id)) return notSent(this.clock.now(), Failed, 'repeated-id');
    const recall = new AbortController();
    const stopped = new Promise<Submission>((stop) =>
      this.beingSent.set(message.id, { stop, recall }),
    );
    try {
      return await Promise.race([this.ask(message, recall.signal), stopped]);
    } finally {
      this.beingSent.delete(message.id);
    }
  }

  cancel(id: string): void {
    this.beingSent.get(id)?.recall.abort();
  }

  /** Asks for the address without handing anything over: whatever is answered, somebody is there. */
  async check(): Promise<MessagingHealth> {
    try {
      const nobody = { id: '', number: '', sender: null, text: '' };
      const values = valuesOfMessage(nobody, this.settings, null);
      const { origin } = this.urlOf(values);
      const { status } = await this.outbound.send({
        method: 'HEAD',
        url: new URL(origin),
        headers: {},
        body: null,
        timeoutMs: CHECK_MS,
      });
      return { status: GatewayStatus.Up, detail: `${origin} answers (HTTP ${status})` };
    } catch (error) {
      return { status: GatewayStatus.Down, detail: (error as Error).message };
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const at = this.clock.now();
    for (const { stop } of this.beingSent.values())
      stop(notSent(at, MessageState.Unknown, 'closed'));
  }

  override async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (!this.isAllowed(request)) return { status: 403, body: '' };
    const posted = postedBy(request);
    if (posted === null) return { status: 400, body: '' };
    try {
      for (const incoming of incomingIn(posted, this.settings, this.clock.now()))
        await this.receive(incoming);
      // Without a word: there are providers that send to the phone what they are answered.
      return { status: 200, body: '' };
    } catch {
      // Whoever keeps it says why it could not; the provider comes again.
      return { status: 503, body: '' };
    }
  }

  private async ask(message: OutboundMessage, recall: AbortSignal): Promise<Submission> {
    const { settings } = this;
    const values = valuesOfMessage(message, settings, this.callback);
    const { escape } = FORMATS[settings.format];
    try {
      const answer = await this.outbound.send({
        method: settings.method,
        url: this.urlOf(values),
        headers: this.headersOf(values),
        body: settings.method === 'GET' ? null : filledIn(settings.body ?? '', values, escape),
        timeoutMs: settings.answerTimeoutSeconds * 1_000,
        recall,
      });
      return submissionOf(answer, settings, message, this.clock.now());
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const at = this.clock.now();
      const code = recall.aborted ? CANCELLED : 'unreachable';
      if (error.saidNothing) return notSent(at, MessageState.Queued, code, error.message);
      return notSent(at, MessageState.Unknown, 'no-answer', error.message);
    }
  }

  /** @throws OutboundError where what was put in makes it no address any more */
  private urlOf(values: TemplateValues): URL {
    const url = URL.parse(filledIn(this.settings.url, values, inUrl));
    if (!url) throw new OutboundError('Its address is none once user and password are in it', true);
    return url;
  }

  private headersOf(values: TemplateValues): Record<string, string> {
    const { access, method, format, user, password } = this.settings;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (method !== 'GET') headers['content-type'] = FORMATS[format].contentType;
    if (access === HttpSmsAccess.Basic) {
      const both = Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64');
      headers['authorization'] = `Basic ${both}`;
    }
    if (access === HttpSmsAccess.Bearer)
      headers['authorization'] = `Bearer ${inHeader(password ?? '')}`;
    for (const header of this.settings.headers) {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
      if (name) headers[name.toLowerCase()] = filledIn(value, values, inHeader);
    }
    return headers;
  }

  /** Without a secret of its own nobody may report. */
  private isAllowed({ query, headers }: WebhookRequest): boolean {
    const { webhookSecret } = this.settings;
    const given = query[KEY] ?? headers[KEY_HEADER];
    return !!webhookSecret && given !== undefined && sameText(given, webhookSecret);
  }
}

function withKey(webhookUrl: string | null, secret?: string | null): string | null {
  return webhookUrl && secret ? `${webhookUrl}?${KEY}=${secret}` : null;
}

/** In a time that tells nothing of where they differ. */
function sameText(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first!, second!);
}
