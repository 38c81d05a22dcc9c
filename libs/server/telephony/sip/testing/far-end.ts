import { Disposition } from '@belltower/dto';
import { FarSide } from '../../telephony.contract';
import { parseNameAddress } from '../address';
import {
  callIdOf,
  cseqOf,
  Headers,
  SipMessage,
  SipRequest,
  SipResponse,
  serialize,
} from '../message';
import { responseTo } from '../server-transaction';
import { writeSdp } from '../sdp';
import { Timer, Timers } from '../timers';
import { Peer } from './loop-transport';

type Send = (bytes: Buffer) => void;

interface Incoming {
  invite: SipRequest;
  send: Send;
  timers: Timer[];
  answered: boolean;
  sequence: number;
}

const REFUSALS: Partial<Record<FarSide['outcome'], [number, string]>> = {
  [Disposition.Busy]: [486, 'Busy Here'],
  [Disposition.Rejected]: [603, 'Decline'],
  [Disposition.InvalidNumber]: [404, 'Not Found'],
  [Disposition.Blocked]: [608, 'Rejected'],
  [Disposition.Congestion]: [503, 'Service Unavailable'],
};
const TAG = 'far';
/** The network gives up a phone that rings. */
const NETWORK_RING_SECONDS = 60;

/** A phone network in a few lines: treats every call as the contract's test says. */
export class FarEnd implements Peer {
  private readonly calls = new Map<string, Incoming>();
  /** Call-IDs in the order in which they came. */
  readonly invited: string[] = [];
  readonly received: SipMessage[] = [];

  constructor(
    private readonly side: FarSide,
    private readonly timers: Timers,
  ) {}

  get down(): boolean {
    return this.side.down ?? false;
  }

  receive(message: SipMessage, send: Send): void {
    this.received.push(message);
    if (message.kind === 'response') return;
    const call = this.calls.get(callIdOf(message));
    const answer = (status: number, reason: string) =>
      send(serialize(responseTo(message, status, reason, TAG)));
    if (message.method === 'INVITE') return this.invite(message, send);
    if (message.method === 'ACK') return;
    answer(200, 'OK');
    if (message.method === 'CANCEL' && call && !call.answered) this.cancelled(call);
    if (message.method === 'BYE' && call) this.forget(call);
  }

  private invite(invite: SipRequest, send: Send): void {
    const callId = callIdOf(invite);
    const call: Incoming = { invite, send, timers: [], answered: false, sequence: 1 };
    const { outcome, ringSeconds = 0 } = this.side;
    this.calls.set(callId, call);
    this.invited.push(callId);
    if (outcome === 'silent') return;
    this.respond(call, 100, 'Trying');
    const refusal = REFUSALS[outcome];
    if (refusal) return this.later(call, 0.6, () => this.respond(call, ...refusal));
    this.respond(call, 180, 'Ringing');
    if (outcome === 'late') return;
    if (outcome === Disposition.Answered) this.later(call, ringSeconds, () => this.answer(call));
    else this.later(call, NETWORK_RING_SECONDS, () => this.respond(call, 480, 'Unavailable'));
  }

  private answer(call: Incoming): void {
    const { talkSeconds = 5, keys = '' } = this.side;
    call.answered = true;
    const response = responseTo(call.invite, 200, 'OK', TAG);
    response.headers.add('contact', '<sip:far@192.0.2.9>').add('content-type', 'application/sdp');
    response.body = writeSdp({ address: '192.0.2.9', port: 4_000, codecs: ['pcmu'] }, 1);
    call.send(serialize(response));
    [...keys].forEach((key, index) =>
      this.later(call, 0.5 * (index + 1), () =>
        this.request(call, 'INFO', 'application/dtmf-relay', `Signal=${key}\r\nDuration=160\r\n`),
      ),
    );
    this.later(call, talkSeconds, () => {
      this.request(call, 'BYE');
      this.forget(call);
    });
  }

  /** The call is cancelled, or picked up at that very moment. */
  private cancelled(call: Incoming): void {
    if (this.side.outcome === 'late') return this.answer(call);
    this.respond(call, 487, 'Request Terminated');
    this.forget(call);
  }

  private respond(call: Incoming, status: number, reason: string): void {
    const response: SipResponse = responseTo(call.invite, status, reason, TAG);
    call.send(serialize(response));
  }

  private request(call: Incoming, method: string, type?: string, body = ''): void {
    const { headers } = call.invite;
    const sequence = ++call.sequence;
    const request = new Headers([
      ['via', `SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK${method}${sequence}${callIdOf(call.invite)}`],
      ['max-forwards', '70'],
      ['from', `${headers.first('to')};tag=${TAG}`],
      ['to', headers.first('from')!],
      ['call-id', callIdOf(call.invite)],
      ['cseq', `${cseqOf(call.invite).number + sequence} ${method}`],
    ]);
    if (type) request.add('content-type', type);
    const target = parseNameAddress(headers.first('contact')!)!.uri;
    call.send(serialize(new SipRequest(method, target, request, Buffer.from(body))));
  }

  private later(call: Incoming, seconds: number, run: () => void): void {
    call.timers.push(this.timers.after(seconds * 1_000, run));
  }

  private forget(call: Incoming): void {
    for (const timer of call.timers) timer.cancel();
    this.calls.delete(callIdOf(call.invite));
  }
}
