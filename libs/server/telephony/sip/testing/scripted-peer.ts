import { callIdOf, cseqOf, Headers, serialize, SipMessage, SipRequest } from '../message';
import { writeSdp } from '../sdp';
import { responseTo } from '../server-transaction';
import { Peer } from './loop-transport';

const SOUND = writeSdp({ address: '192.0.2.9', port: 4_000, codecs: ['pcmu'] }, 1);

export interface Said {
  tag?: string;
  sound?: boolean;
  headers?: readonly (readonly [string, string])[];
  body?: Buffer;
  /** Of which call it is said or asked, by the order of their INVITEs. */
  call?: number;
}

/** Another side that says what a spec lets it say, and remembers what it heard. */
export class ScriptedPeer implements Peer {
  readonly heard: SipMessage[] = [];
  private send: (bytes: Buffer) => void = () => undefined;

  /** @param react what is said at once to a request; requests other than INVITE and ACK get 200 without it */
  constructor(private readonly react?: (request: SipRequest, peer: ScriptedPeer) => boolean) {}

  receive(message: SipMessage, send: (bytes: Buffer) => void): void {
    this.heard.push(message);
    this.send = send;
    if (message.kind === 'response' || this.react?.(message, this)) return;
    if (!['INVITE', 'ACK'].includes(message.method)) this.answer(message, 200);
  }

  requests(method: string): SipRequest[] {
    return this.heard.filter(
      (message): message is SipRequest => message.kind === 'request' && message.method === method,
    );
  }

  /** The final answers that we were given, in order. */
  statuses(): number[] {
    return this.heard.flatMap((message) => (message.kind === 'response' ? [message.status] : []));
  }

  answer(request: SipRequest, status: number, said: Said = {}): void {
    const { tag = 'b', sound = false, headers = [], body = sound ? SOUND : undefined } = said;
    const response = responseTo(request, status, 'x', tag);
    response.headers.add('contact', `<sip:${tag}@192.0.2.9>`);
    for (const [name, value] of headers) response.headers.add(name, value);
    if (body) {
      response.headers.add('content-type', 'application/sdp');
      response.body = body;
    }
    this.send(serialize(response));
  }

  /** Answers the last INVITE, or that of a call. */
  say(status: number, said: Said = {}): void {
    this.answer(this.requests('INVITE').at(said.call ?? -1)!, status, said);
  }

  /** Asks something within the call. */
  ask(method: string, sequence: number, said: Said = {}): void {
    const invite = this.requests('INVITE')[said.call ?? 0]!;
    const { tag = 'b', headers = [], body = Buffer.alloc(0) } = said;
    const lines = new Headers([
      ['via', `SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK${method}${sequence}${tag}${said.call ?? 0}`],
      ['from', `${invite.headers.first('to')};tag=${tag}`],
      ['to', invite.headers.first('from')!],
      ['call-id', callIdOf(invite)],
      ['cseq', `${sequence} ${method}`],
      ...headers,
    ]);
    this.send(serialize(new SipRequest(method, 'sip:us@192.0.2.1', lines, body)));
  }
}

/** The number in the CSeq of each. */
export function numbersOf(requests: readonly SipRequest[]): number[] {
  return requests.map((request) => cseqOf(request).number);
}
