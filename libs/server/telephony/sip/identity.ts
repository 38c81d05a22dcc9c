import { SipCallerIdIn, SipSettings } from '@belltower/dto';
import { OutboundCall } from '../telephony';
import { escapeUser, HostPort, parseHostPort, writeHostPort, writeNameAddress } from './address';
import { Credentials } from './digest';
import { Headers } from './message';

const ANONYMOUS = 'sip:anonymous@anonymous.invalid';
const MOST_NAME = 80;

/** Who is called, and as whose call. */
export type Callee = Pick<OutboundCall, 'number' | 'callerId' | 'callerName'>;

/** Who we are on a trunk, and how its settings want numbers and callers written. */
export class Identity {
  /** The domain of our own address and, unless a port says otherwise, of the numbers we call. */
  readonly domain: string;
  /** Null for a trunk that knows us by our address. */
  readonly credentials: Credentials | null;
  /** Where everything goes that belongs to no dialog yet. */
  readonly firstHop: HostPort;
  private readonly proxied: boolean;

  constructor(private readonly settings: SipSettings) {
    const { host, port, domain, user, password, outboundProxy } = settings;
    this.domain = domain || host;
    this.credentials = user && password ? { user, password } : null;
    const proxy = outboundProxy ? parseHostPort(outboundProxy) : null;
    this.proxied = proxy !== null;
    this.firstHop = proxy ?? { host, ...(port ? { port } : {}) };
  }

  /** What is called. */
  requestUri(number: string): string {
    const { port } = this.settings;
    const place = writeHostPort({ host: this.domain, ...(port ? { port } : {}) });
    return `sip:${escapeUser(this.written(number))}@${place}`;
  }

  /** Ourselves, as we register. */
  ownUri(): string {
    return `sip:${escapeUser(this.settings.user || 'belltower')}@${this.domain}`;
  }

  /** The domain alone: the registrar, and whom a health check asks. */
  domainUri(): string {
    const { port } = this.settings;
    return `sip:${writeHostPort({ host: this.domain, ...(port ? { port } : {}) })}`;
  }

  /** Where we take requests. */
  contact(local: Required<HostPort>): string {
    const { transport, user } = this.settings;
    const parameter = transport === 'udp' ? '' : `;transport=${transport}`;
    return `<sip:${escapeUser(user || 'belltower')}@${writeHostPort(local)}${parameter}>`;
  }

  /** The outbound proxy as a preloaded route (RFC 3261 §8.1.2). */
  addRoute(headers: Headers): void {
    const { transport } = this.settings;
    const parameter = transport === 'udp' ? '' : `;transport=${transport}`;
    if (this.proxied) headers.add('route', `<sip:${writeHostPort(this.firstHop)}${parameter};lr>`);
  }

  /** From and what else tells the caller (RFC 3261 §20.20, RFC 3325 §9.1, RFC 3323 §4.2). */
  addCaller(headers: Headers, call: Callee, tag: string): void {
    const { withheld, callerIdIn } = this.settings;
    const name = (call.callerName ?? '').slice(0, MOST_NAME);
    const caller = call.callerId
      ? `sip:${escapeUser(this.written(call.callerId))}@${this.domain}`
      : this.ownUri();
    if (withheld) {
      headers
        .add('from', writeNameAddress(ANONYMOUS, 'Anonymous', tag))
        .add('p-asserted-identity', writeNameAddress(caller, name))
        .add('privacy', 'id');
      return;
    }
    const inFrom = callerIdIn !== SipCallerIdIn.Asserted;
    headers.add('from', writeNameAddress(inFrom ? caller : this.ownUri(), name, tag));
    if (callerIdIn !== SipCallerIdIn.From && call.callerId)
      headers.add('p-asserted-identity', writeNameAddress(caller, name));
  }

  private written(number: string): string {
    return this.settings.plus ? number : number.replace(/^\+/, '');
  }
}
