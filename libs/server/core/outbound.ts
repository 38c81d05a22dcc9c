import { lookup as resolve } from 'node:dns';
import { Agent as HttpAgent, IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address';

export interface OutboundRequest {
  method: string;
  /** `http:` or `https:`. */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  timeoutMs: number;
  /** Gives the request up while nothing of it has been said; later it is as if nobody had asked. */
  recall?: AbortSignal;
}

export interface OutboundAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** As UTF-8; what is beyond {@link MOST_ANSWER_BYTES} is left out. */
  body: string;
}

/** No answer came. */
export class OutboundError extends Error {
  /** @param saidNothing whether it is certain that the other side has not got the request */
  constructor(
    message: string,
    readonly saidNothing: boolean,
  ) {
    super(message);
  }
}

export const MOST_ANSWER_BYTES = 262_144;
/** A connection that nobody has used for so long may be closed on us at any moment. */
const IDLE_MS = 4_000;

/**
 * Requests over HTTP to wherever customers and operators say. They reach only the public internet unless the operator
 * allows more: the very address that is connected to is looked at, so that no name can lead elsewhere a moment later.
 * Redirections are answers like any other.
 */
export class Outbound {
  private readonly http = new HttpAgent({ keepAlive: true, timeout: IDLE_MS });
  private readonly https = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS });

  constructor(private readonly allowsPrivate: boolean) {}

  /** @throws OutboundError */
  async send({
    method,
    url,
    headers,
    body,
    timeoutMs,
    recall,
  }: OutboundRequest): Promise<OutboundAnswer> {
    const secure = url.protocol === 'https:';
    if (!secure && url.protocol !== 'http:')
      throw new OutboundError(`“${url.protocol}” is neither http: nor https:`, true);
    if (!this.mayReach(url)) throw notAllowed(hostOf(url));
    const bytes = body === null ? null : Buffer.from(body);
    return new Promise((answered, reject) => {
      let said = false;
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method,
        agent: secure ? this.https : this.http,
        headers: { ...headers, ...(bytes ? { 'content-length': bytes.length } : {}) },
        lookup: this.allowsPrivate ? undefined : publicLookup,
      });
      const timer = setTimeout(() => request.destroy(new Error('No answer in time')), timeoutMs);
      const giveUp = () => {
        if (!said) request.destroy(new Error('It was called back'));
      };
      recall?.addEventListener('abort', giveUp);
      const failed = (error: Error) => {
        clearTimeout(timer);
        recall?.removeEventListener('abort', giveUp);
        reject(
          error instanceof OutboundError ? error : new OutboundError(wordsOf(error, url), !said),
        );
      };
      request.once('socket', (socket) => {
        // From here on something may have been said: at once where the connection was there before.
        if (request.reusedSocket) said = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (said = true));
      });
      request.once('error', failed);
      request.once('response', (response) => {
        bodyOf(response).then((text) => {
          clearTimeout(timer);
          const { statusCode: status = 0 } = response;
          answered({ status, headers: flat(response), body: text });
        }, failed);
      });
      request.end(bytes ?? undefined);
    });
  }

  /** Whether nothing of an address itself speaks against it; where a name leads to shows only when it is asked for. */
  mayReach(url: URL): boolean {
    const host = hostOf(url);
    if (this.allowsPrivate) return true;
    return isIP(host) ? isPublicAddress(host) : !/(^|\.)localhost\.?$/i.test(host);
  }

  /** Closes connections that are kept for the next request. */
  close(): void {
    this.http.destroy();
    this.https.destroy();
  }
}

/** Resolves names like the system does, and refuses those that lead to an address that is not public. */
const publicLookup: LookupFunction = (hostname, options, found) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, '', 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return found(notAllowed(hostname), '', 0);
    if (options.all) return found(null, addresses);
    found(null, first.address, first.family);
  });
};

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

const AS_PEOPLE_SAY_IT: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up at present',
  ECONNREFUSED: 'nobody takes connections there',
  ECONNRESET: 'the connection was broken off',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  ETIMEDOUT: 'it does not answer',
};

/** Why there was no answer, the system's own word small beside it. */
function wordsOf(error: Error & { code?: string }, { host }: URL): string {
  const words = AS_PEOPLE_SAY_IT[error.code ?? ''];
  return words ? `${host}: ${words} (${error.code})` : error.message;
}

function notAllowed(host: string): OutboundError {
  return new OutboundError(`${host} is not an address of the public internet`, true);
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
}

function flat({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
