import { Disposition } from '@belltower/dto';
import { FarSide } from '../../telephony.contract';
import { parseNameAddress, parseUri } from '../address';
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
import { bodyOfInfo } from '../digits';
import { parseSdp, writeSdp } from '../sdp';
import { Timer, Timers } from '../../timers';
import { Peer } from './loop-transport';

/** Presses a key that is heard with the sound which goes to this port of ours. */
type PressOnLine = (port: number, key: string) => void;
type Send = (bytes: Buffer) => void;

interface Incoming {
  side: FarSide;
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
const SOUND = writeSdp({ address: '192.0.2.9', port: 4_000, codecs: ['pcmu'] }, 1);
/** The network gives up a phone that rings. */
const NETWORK_RING_SECONDS = 60;

/** A phone network in a few lines: treats every call as the contract's test says. */
export class FarEnd implements Peer {
  private readonly calls = new Map<string, Incoming>();
  /** Of the callee. */
  private number?: string;
  /** Call-IDs in the order in which they came. */
  readonly invited: string[] = [];
  readonly received: SipMessage[] = [];

  constructor(
    private readonly side: FarSide,
    private readonly timers: Timers,
    private readonly pressOnLine: PressOnLine,
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
    // The first is the callee; whoever is called under another number is the other party.
    const isOther = this.invited.length > 0 && numberOf(invite) !== this.number;
    const side: FarSide = isOther
      ? (this.side.other ?? { outcome: Disposition.Answered })
      : this.side;
    const call: Incoming = { side, invite, send, timers: [], answered: false, sequence: 1 };
    const { outcome, ringSeconds = 0, earlyMedia = false } = side;
    if (!isOther) this.number = numberOf(invite);
    this.calls.set(callId, call);
    this.invited.push(callId);
    if (outcome === 'silent') return;
    this.respond(call, 100, 'Trying');
    const refusal = REFUSALS[outcome];
    if (refusal) return this.later(call, 0.6, () => this.respond(call, ...refusal));
    if (earlyMedia) this.respond(call, 183, 'Session Progress', SOUND);
    else this.respond(call, 180, 'Ringing');
    if (outcome === 'late') return;
    if (outcome === Disposition.Answered) this.later(call, ringSeconds, () => this.answer(call));
    else this.later(call, NETWORK_RING_SECONDS, () => this.respond(call, 480, 'Unavailable'));
  }

  private answer(call: Incoming): void {
    const { talkSeconds = 5, keys = '' } = call.side;
    call.answered = true;
    this.respond(call, 200, 'OK', SOUND);
    [...keys].forEach((key, index) =>
      this.later(call, 0.5 * (index + 1), () => this.press(call, key)),
    );
    this.later(call, talkSeconds, () => {
      this.request(call, 'BYE');
      this.forget(call);
    });
  }

  /** The call is cancelled, or picked up at that very moment. */
  private cancelled(call: Incoming): void {
    if (call.side.outcome === 'late') return this.answer(call);
    this.respond(call, 487, 'Request Terminated');
    this.forget(call);
  }

  private press(call: Incoming, key: string): void {
    const { invite, side } = call;
    if (side.keysBy === 'event') return this.pressOnLine(parseSdp(invite.body)![0]!.port, key);
    this.request(call, 'INFO', 'application/dtmf-relay', bodyOfInfo(key));
  }

  private respond(call: Incoming, status: number, reason: string, body?: Buffer): void {
    const response: SipResponse = responseTo(call.invite, status, reason, TAG);
    response.headers.add('contact', '<sip:far@192.0.2.9>');
    if (body) {
      response.headers.add('content-type', 'application/sdp');
      response.body = body;
    }
    call.send(serialize(response));
  }

  private request(call: Incoming, method: string, type?: string, body?: Buffer): void {
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
    call.send(serialize(new SipRequest(method, target, request, body)));
  }

  private later(call: Incoming, seconds: number, run: () => void): void {
    call.timers.push(this.timers.after(seconds * 1_000, run));
  }

  private forget(call: Incoming): void {
    for (const timer of call.timers) timer.cancel();
    this.calls.delete(callIdOf(call.invite));
  }
}

function numberOf(invite: SipRequest): string | undefined {
  return parseUri(invite.uri)?.user;
}
