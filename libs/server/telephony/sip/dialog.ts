import { parseNameAddress, parseUri, SipUri, tagOf } from './address';
import { cseqOf, Headers, SipRequest, SipResponse } from './message';

/**
 * What two user agents know of each other (RFC 3261 §12), made from an INVITE of ours and an answer that has a
 * To tag. Every To tag is a dialog of its own, which is what forking means (§13.2.2.4).
 */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From and To of our requests. */
  private readonly from: string;
  private readonly to: string;
  private readonly routes: string[];
  private target: string;
  private localSequence: number;
  private remoteSequence = -1;

  constructor(invite: SipRequest, response: SipResponse) {
    this.callId = invite.headers.first('call-id')!;
    this.from = invite.headers.first('from')!;
    this.to = response.headers.first('to')!;
    this.localTag = tagOf(this.from) ?? '';
    this.remoteTag = tagOf(this.to) ?? '';
    // The proxies on the way, the nearest first (§12.1.2).
    this.routes = response.headers.values('record-route').reverse();
    this.target = contactOf(response.headers) ?? invite.uri;
    this.localSequence = cseqOf(invite).number;
  }

  /** Whether what came with these tags, ours and theirs, is of this dialog. */
  isOf(localTag: string | undefined, remoteTag: string | undefined): boolean {
    return localTag === this.localTag && (remoteTag ?? '') === this.remoteTag;
  }

  /** Where the other side wants further requests (target refresh, §12.2.1.2). */
  refresh(headers: Headers): void {
    this.target = contactOf(headers) ?? this.target;
  }

  /** A request within the dialog (§12.2.1.1). */
  request(method: string): SipRequest {
    this.localSequence++;
    return this.build(method, this.localSequence);
  }

  /** The ACK of a 2xx: the number of its INVITE, and the same credentials (§13.2.2.4, §22.1). */
  acknowledgement(invite: SipRequest): SipRequest {
    const ack = this.build('ACK', cseqOf(invite).number);
    for (const name of ['authorization', 'proxy-authorization'])
      for (const value of invite.headers.all(name)) ack.headers.add(name, value);
    return ack;
  }

  /** Takes note of a request of the other side; false where it is older than one that we know (§12.2.2). */
  accepts(request: SipRequest): boolean {
    const { number } = cseqOf(request);
    if (number < this.remoteSequence) return false;
    this.remoteSequence = number;
    return true;
  }

  /** Where the next request goes first: the topmost proxy, or the other side itself; null if it is no SIP URI. */
  nextHop(): SipUri | null {
    const [first] = this.routes;
    return parseUri(first ? (parseNameAddress(first)?.uri ?? '') : this.target);
  }

  private build(method: string, sequence: number): SipRequest {
    const { uri, routes } = this.routing();
    const headers = new Headers();
    for (const route of routes) headers.add('route', route);
    headers
      .add('max-forwards', '70')
      .add('from', this.from)
      .add('to', this.to)
      .add('call-id', this.callId)
      .add('cseq', `${sequence} ${method}`);
    return new SipRequest(method, uri, headers);
  }

  /** A topmost proxy of the old kind gets its own address as request URI, and ours comes last (§12.2.1.1). */
  private routing(): { uri: string; routes: readonly string[] } {
    const [first, ...others] = this.routes;
    const uri = first && parseNameAddress(first)?.uri;
    if (!uri || parseUri(uri)?.parameters.has('lr') !== false)
      return { uri: this.target, routes: this.routes };
    return { uri, routes: [...others, `<${this.target}>`] };
  }
}

function contactOf(headers: Headers): string | undefined {
  const [contact] = headers.values('contact');
  return contact === undefined ? undefined : parseNameAddress(contact)?.uri;
}
