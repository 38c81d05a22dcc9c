import { Clock } from '@belltower/core';
import { Disposition, GatewayStatus } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { aLaw, encode, muLaw, Sounds, Speech } from '../sound';
import {
  CallEvent,
  ConnectionFigures,
  GatewayHealth,
  OutboundCall,
  Playback,
  Prompt,
  RecordingTerms,
  Telephony,
  TransferTarget,
} from '../telephony';
import { Connection } from './connection';
import { HealthAnswer, healthOf } from './health';
import { ALLOW, newTag } from './in-dialog';
import { Media } from './media';
import { callIdOf, SipRequest } from './message';
import { Happening, OutgoingCall, OutgoingCallOptions } from './outgoing-call';
import { ServerTransaction } from './server-transaction';
import { LegCall } from './transfer';
import { AccessParts, TrunkAccess } from './trunk-access';

/** What the driver is made of; specs give it a wire and a time of their own. */
export interface SipParts extends AccessParts {
  clock: Clock;
  media: Media;
  sounds: Sounds;
}

/** Calls of one gateway and process at the same time; more are refused, whatever the gateway is set to. */
const MOST_CALLS = 3_000;
const CLOSING_MS = 2_000;
const LOOK_AGAIN_MS = 20;
const SILENT_SECONDS = 5;
const SILENT_SAMPLES = new Int16Array(SILENT_SECONDS * 8_000);
/** What is played where nothing is to be said. */
const NOTHING: Speech = { pcmu: new Uint8Array(), pcma: new Uint8Array(), seconds: 0 };
/** Played where silence is allowed. */
const SILENCE: Speech = {
  pcmu: encode(SILENT_SAMPLES, muLaw),
  pcma: encode(SILENT_SAMPLES, aLaw),
  seconds: SILENT_SECONDS,
};

interface Placed {
  call: OutboundCall;
  /** Counts what is to be heard or done after the answer. */
  turn: number;
  /** Nobody, once the listener has gone. */
  listener?: Subscriber<CallEvent>;
  /** Absent while there is no connection yet, or the message is not spoken yet. */
  outgoing?: OutgoingCall;
}

/** Real calls over a SIP trunk (RFC 3261), with nothing else installed. */
export class SipTelephony extends Telephony {
  private readonly access: TrunkAccess;
  private readonly placed = new Map<string, Placed>();
  /** Calls by Call-ID, those too that have ended but may still be asked for repetitions. */
  private readonly calls = new Map<string, OutgoingCall>();
  private shut = false;

  constructor(private readonly parts: SipParts) {
    super();
    this.access = new TrunkAccess(parts, {
      requested: (transaction) => this.requested(transaction),
      acknowledged: (request) => this.calls.get(callIdOf(request))?.acknowledged(request),
      late: (response) => this.calls.get(callIdOf(response))?.late(response),
    });
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const refusal = this.refusalOf(call);
      if (refusal) {
        listener.next({ type: 'hung-up', ...refusal, at: this.parts.clock.now() });
        return listener.complete();
      }
      const placed: Placed = { call, listener, turn: 0 };
      this.placed.set(call.id, placed);
      this.access.whenKnown(() => this.speak(placed));
      return () => (placed.listener = undefined);
    });
  }

  async play(callId: string, { prompt, waitSeconds }: Playback): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed) return;
    const turn = ++placed.turn;
    if (!prompt) return placed.outgoing?.play(NOTHING, waitSeconds);
    const { sounds, settings } = this.parts;
    sounds.make(prompt, settings.language, (speech) => {
      // What had to be made first comes too late where something else is to be heard by now.
      if (placed.turn === turn) placed.outgoing?.play(speech ?? NOTHING, waitSeconds);
    });
  }

  async record(callId: string, terms: RecordingTerms): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed) return;
    placed.turn++;
    placed.outgoing?.record(terms);
  }

  async transfer(callId: string, target: TransferTarget): Promise<void> {
    const placed = this.placed.get(callId);
    if (!placed) return;
    const id = `${callId}-to-${++placed.turn}`;
    const { maxCallSeconds } = placed.call;
    const call: LegCall = { ...target, id, callerName: null, maxCallSeconds };
    placed.outgoing?.transferTo(call, (leg, happened) => this.leg(leg, null, happened));
  }

  async hangUp(callId: string): Promise<void> {
    const placed = this.placed.get(callId);
    if (placed) this.end(placed);
  }

  /** Calls of other processes too, where they share their journals; those of lost ones are ended by themselves. */
  async alive(callIds: string[]): Promise<Set<string>> {
    const elsewhere = await this.access.elsewhere();
    const lives = (id: string) => this.placed.has(id) || elsewhere(id);
    return new Set(callIds.filter(lives));
  }

  async check(): Promise<GatewayHealth> {
    const { access } = this;
    await new Promise<void>((resolve) => access.whenKnown(resolve));
    const { connection } = access;
    if (!connection) return { status: GatewayStatus.Down, detail: access.problem };
    const { registration } = connection;
    if (registration && !registration.state.registered)
      await new Promise<void>((resolve) => registration.refresh(resolve));
    const { settings, sounds } = this.parts;
    const answers = settings.askOptions ? await askOptions(connection) : null;
    return healthOf({
      answers,
      registration: registration?.state ?? null,
      target: connection.targets()[0]!,
      sound: await sounds.ability(),
      allowSilence: settings.allowSilence,
      journalProblem: this.parts.journal?.problem ?? null,
    });
  }

  override figures(): ConnectionFigures {
    const { connection } = this.access;
    const registration = connection?.registration;
    const { register } = this.parts.settings;
    const { punctuality, skipped } = this.parts.media;
    return {
      retransmissions: connection?.endpoint.retransmissions ?? 0,
      registered: register ? (registration?.state.registered ?? false) : null,
      registrationsFailed: registration?.failed ?? 0,
      soundLatestMs: this.placed.size ? punctuality.latestMs : 0,
      soundSkipped: skipped,
      switches: null,
    };
  }

  async close(): Promise<void> {
    if (this.shut) return;
    this.shut = true;
    this.access.stop();
    for (const placed of [...this.placed.values()]) this.end(placed);
    const calls = [...this.calls.values()];
    await this.until(() => calls.every(({ quiet }) => quiet));
    for (const call of calls) call.dispose();
    await this.access.close();
    await this.parts.media.close();
  }

  /** Why a call is not even tried; undefined where it is. */
  private refusalOf({ id }: OutboundCall) {
    if (this.shut) return { disposition: Disposition.Congestion, detail: 'closed' };
    if (this.placed.has(id)) return { disposition: Disposition.Failed, detail: 'repeated-id' };
    if (!/^[A-Za-z0-9.-]{1,80}$/.test(id))
      return { disposition: Disposition.Failed, detail: 'unusable-id' };
    if (this.placed.size >= MOST_CALLS)
      return { disposition: Disposition.Congestion, detail: 'too-many-calls' };
    return undefined;
  }

  private speak(placed: Placed): void {
    if (this.placed.get(placed.call.id) !== placed) return;
    const { sounds, settings } = this.parts;
    const refusal = this.access.unreadiness;
    if (refusal) return this.refuse(placed, refusal);
    const { opening, prompts } = placed.call;
    const wanted: Prompt[] = opening.prompt ? [opening.prompt, ...prompts] : prompts;
    sounds.makeAll(wanted, settings.language, (speeches) => {
      if (speeches) this.dial(placed, opening.prompt ? speeches[0]! : NOTHING);
      else if (settings.allowSilence) this.dial(placed, SILENCE);
      // Nobody is called to hear nothing.
      else this.refuse(placed, 'no-voice');
    });
  }

  private dial(placed: Placed, speech: Speech): void {
    const { call } = placed;
    if (this.placed.get(call.id) !== placed) return;
    const { waitSeconds } = call.opening;
    const outgoing = this.leg(call, { speech, waitSeconds }, (event) =>
      this.happened(placed, event),
    );
    if (!outgoing) return this.refuse(placed, this.access.unreadiness ?? 'unreachable');
    placed.outgoing = outgoing;
    outgoing.start();
  }

  /** A call that is ready to be started; null where the trunk takes none now. */
  private leg(
    call: LegCall,
    opening: OutgoingCallOptions['opening'],
    happened: (event: Happening) => void,
  ): OutgoingCall | null {
    const { connection, identity, unreadiness } = this.access;
    if (!connection || unreadiness) return null;
    const callId = `${call.id}@${identity.domain}`;
    const outgoing = new OutgoingCall({
      call,
      callId,
      trunk: connection,
      media: this.parts.media,
      opening,
      address: connection.endpoint.transport.local().host,
      listener: {
        happened,
        settled: () => this.calls.get(callId) === outgoing && this.calls.delete(callId),
      },
    });
    this.calls.set(callId, outgoing);
    return outgoing;
  }

  private end(placed: Placed): void {
    if (placed.outgoing) placed.outgoing.hangUp();
    else this.happened(placed, { type: 'hung-up', disposition: Disposition.Cancelled });
  }

  private refuse(placed: Placed, detail: string): void {
    const disposition = Disposition.Congestion;
    this.happened(placed, { type: 'hung-up', disposition, detail });
  }

  private happened(placed: Placed, event: Happening): void {
    const { call } = placed;
    const at = this.parts.clock.now();
    if (event.type === 'hung-up') this.placed.delete(call.id);
    placed.listener?.next({ ...event, at });
    if (event.type === 'hung-up') placed.listener?.complete();
  }

  private requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const call = this.calls.get(callIdOf(request));
    if (call) return call.requested(transaction);
    answerOutside(transaction, request);
  }

  private async until(done: () => boolean): Promise<void> {
    const { timers } = this.parts;
    const deadline = timers.now() + CLOSING_MS;
    while (!done() && timers.now() < deadline)
      await new Promise<void>((look) => timers.after(LOOK_AGAIN_MS, look));
  }
}

function askOptions(connection: Connection): Promise<readonly HealthAnswer[]> {
  return new Promise((resolve) => connection.health(resolve));
}

/** Requests that belong to no call of ours: we take none, but say that we are here (RFC 3261 §11.2). */
function answerOutside(transaction: ServerTransaction, { method }: SipRequest): void {
  const tag = newTag();
  const allow = [['allow', ALLOW]] as const;
  if (method === 'OPTIONS' || method === 'NOTIFY')
    return transaction.respond(200, 'OK', { headers: allow, tag });
  if (method === 'INVITE') return transaction.respond(403, 'Forbidden', { tag });
  if (['BYE', 'CANCEL', 'INFO', 'UPDATE'].includes(method))
    return transaction.respond(481, 'Call/Transaction Does Not Exist', { tag });
  transaction.respond(405, 'Method Not Allowed', { headers: allow, tag });
}
