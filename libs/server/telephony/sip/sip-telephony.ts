import { Clock } from '@belltower/core';
import { Disposition, GatewayStatus, SipSettings } from '@belltower/dto';
import { Observable, Subscriber } from 'rxjs';
import { CallEvent, GatewayHealth, OutboundCall, Telephony } from '../telephony';
import { Connection, Opening, Places } from './connection';
import { EndpointListener } from './endpoint';
import { aLaw, encode, muLaw } from './g711';
import { healthOf, OptionsFindings } from './health';
import { Identity } from './identity';
import { ALLOW, newTag } from './in-dialog';
import { Media, Speech } from './media';
import { callIdOf, SipRequest, SipResponse } from './message';
import { Happening, OutgoingCall } from './outgoing-call';
import { ServerTransaction } from './server-transaction';
import { Timers } from './timers';
import { Voice } from './voice';

/** What the driver is made of; specs give it a wire and a time of their own. */
export interface SipParts {
  settings: SipSettings;
  clock: Clock;
  timers: Timers;
  places: Places;
  media: Media;
  voice: Voice;
  /** Opens the way to the trunk; rejects with a sentence for people. */
  open(identity: Identity): Opening | Promise<Opening>;
}

/** Calls of one gateway and process at the same time; more are refused, whatever the gateway is set to. */
const MOST_CALLS = 3_000;
const CLOSING_MS = 2_000;
const LOOK_AGAIN_MS = 20;
/** A trunk that could not be reached is tried again by the next call after so long. */
const REOPEN_MS = 5_000;
const SILENT_SECONDS = 5;
const SILENT_SAMPLES = new Int16Array(SILENT_SECONDS * 8_000);
/** Played where silence is allowed. */
const SILENCE: Speech = {
  pcmu: encode(SILENT_SAMPLES, muLaw),
  pcma: encode(SILENT_SAMPLES, aLaw),
  seconds: SILENT_SECONDS,
};

interface Placed {
  call: OutboundCall;
  /** Nobody, once the listener has gone. */
  listener?: Subscriber<CallEvent>;
  /** Absent while there is no connection yet, or the message is not spoken yet. */
  outgoing?: OutgoingCall;
}

type State =
  | { name: 'closed' }
  | { name: 'opening' }
  | { name: 'open'; connection: Connection }
  | { name: 'failed'; why: string; atMs: number };

/** Real calls over a SIP trunk (RFC 3261), with nothing else installed. */
export class SipTelephony extends Telephony {
  private readonly identity: Identity;
  private readonly placed = new Map<string, Placed>();
  /** Calls by Call-ID, those too that have ended but may still be asked for repetitions. */
  private readonly calls = new Map<string, OutgoingCall>();
  private state: State = { name: 'closed' };
  private waiting: (() => void)[] = [];
  private shut = false;

  constructor(private readonly parts: SipParts) {
    super();
    this.identity = new Identity(parts.settings);
    this.whenOpen(() => undefined);
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const refusal = this.refusalOf(call);
      if (refusal) {
        listener.next({ type: 'hung-up', ...refusal, at: this.parts.clock.now() });
        return listener.complete();
      }
      const placed: Placed = { call, listener };
      this.placed.set(call.id, placed);
      this.whenOpen(() => this.speak(placed));
      return () => (placed.listener = undefined);
    });
  }

  async hangUp(callId: string): Promise<void> {
    const placed = this.placed.get(callId);
    if (placed) this.end(placed);
  }

  /** Only this process knows its calls; those of a lost process end with their session, and cannot be asked for. */
  async alive(callIds: string[]): Promise<Set<string>> {
    return new Set(callIds.filter((id) => this.placed.has(id)));
  }

  async check(): Promise<GatewayHealth> {
    await new Promise<void>((resolve) => this.whenOpen(resolve));
    if (this.state.name !== 'open') {
      const detail = this.state.name === 'failed' ? this.state.why : 'The gateway is closed.';
      return { status: GatewayStatus.Down, detail };
    }
    const { connection } = this.state;
    const { registration } = connection;
    if (registration && !registration.state.registered)
      await new Promise<void>((resolve) => registration.refresh(resolve));
    const { settings, voice } = this.parts;
    const options = settings.askOptions ? await askOptions(connection) : null;
    return healthOf({
      options,
      registration: registration?.state ?? null,
      target: connection.targets()[0]!,
      voice: await voice.name(),
      allowSilence: settings.allowSilence,
    });
  }

  async close(): Promise<void> {
    if (this.shut) return;
    this.shut = true;
    for (const placed of [...this.placed.values()]) this.end(placed);
    const calls = [...this.calls.values()];
    await this.until(() => calls.every(({ quiet }) => quiet));
    for (const call of calls) call.dispose();
    if (this.state.name === 'open') await this.state.connection.close();
    await this.parts.media.close();
    this.state = { name: 'closed' };
    this.proceed();
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
    const { voice, settings } = this.parts;
    const refusal = this.unreadiness();
    if (refusal) return this.refuse(placed, refusal);
    voice.speak(placed.call.message, (speech) => {
      if (speech) this.dial(placed, speech);
      else if (settings.allowSilence) this.dial(placed, SILENCE);
      // Nobody is called to hear nothing.
      else this.refuse(placed, 'no-voice');
    });
  }

  /** What stands in the way of any call at present: the trunk's fault, never the contact's. */
  private unreadiness(): string | undefined {
    if (this.state.name !== 'open') return 'unreachable';
    const { connection } = this.state;
    if (connection.backingOff) return 'asked-to-wait';
    if (connection.registration?.state.registered === false) return 'not-registered';
    return undefined;
  }

  private dial(placed: Placed, speech: Speech): void {
    const { call } = placed;
    if (this.placed.get(call.id) !== placed || this.state.name !== 'open') return;
    const { connection } = this.state;
    const callId = `${call.id}@${this.identity.domain}`;
    const outgoing = new OutgoingCall({
      call,
      callId,
      trunk: connection,
      media: this.parts.media,
      speech,
      address: connection.endpoint.transport.local().host,
      listener: {
        happened: (event) => this.happened(placed, event),
        settled: () => this.calls.get(callId) === outgoing && this.calls.delete(callId),
      },
    });
    placed.outgoing = outgoing;
    this.calls.set(callId, outgoing);
    outgoing.start();
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

  /** Runs at once where the connection is open or cannot be, else when that is known. */
  private whenOpen(run: () => void): void {
    const { state } = this;
    const stale = state.name === 'failed' && this.parts.timers.now() - state.atMs > REOPEN_MS;
    if (this.shut || state.name === 'open' || (state.name === 'failed' && !stale)) return run();
    this.waiting.push(run);
    if (state.name !== 'opening') this.open();
  }

  private open(): void {
    this.state = { name: 'opening' };
    const opening = this.parts.open(this.identity);
    if (!(opening instanceof Promise)) return this.opened(opening);
    opening.then(
      (parts) => this.opened(parts),
      (error: Error) => {
        this.state = { name: 'failed', why: error.message, atMs: this.parts.timers.now() };
        this.proceed();
      },
    );
  }

  private opened(opening: Opening): void {
    const { settings, timers, places } = this.parts;
    if (this.shut) {
      void opening.transport.close();
      return this.proceed();
    }
    const listener: EndpointListener = {
      requested: (transaction) => this.requested(transaction),
      acknowledged: (request) => this.calls.get(callIdOf(request))?.acknowledged(request),
      late: (response) => this.late(response),
    };
    const { identity } = this;
    const connection = new Connection({ settings, identity, timers, places, opening, listener });
    connection.start(() => {
      this.state = { name: 'open', connection };
      this.proceed();
    });
  }

  private proceed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const run of waiting) run();
  }

  private late(response: SipResponse): void {
    this.calls.get(callIdOf(response))?.late(response);
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

function askOptions(connection: Connection): Promise<OptionsFindings> {
  return new Promise((resolve) =>
    connection.health((outcome, milliseconds) => resolve({ outcome, milliseconds })),
  );
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
