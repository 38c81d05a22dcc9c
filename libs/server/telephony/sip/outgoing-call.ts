import { Disposition } from '@belltower/dto';
import { Speech } from '../sound';
import { CallEvent, RecordingTerms } from '../telephony';
import { tagOf } from './address';
import { CallSound } from './call-sound';
import { PATIENCE_MS, T4 } from './client-transaction';
import { Conversation, Farewell } from './conversation';
import { newTag } from './in-dialog';
import { Answer, Invitation, Refusal, Trunk } from './invitation';
import { Media, MediaLine } from './media';
import { callIdOf, SipRequest, SipResponse } from './message';
import { LocalMedia } from './sdp';
import { ServerTransaction } from './server-transaction';
import { Timer } from '../timers';
import { LegCall, PlaceLeg, Transfer } from './transfer';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Q.850 cause 16: one of both has hung up, as usual. */
const NORMAL_CLEARING = 16;
/** What the end of an answered call does not tell by itself. */
const DETAIL: Partial<Record<Farewell, { detail: string }>> = {
  longest: { detail: 'longest-call' },
  'sound-timeout': { detail: 'no-sound' },
  'session-expired': { detail: 'session-expired' },
};

/** What happened, without when. */
export type Happening = WithoutTime<CallEvent>;

export interface OutgoingCallOptions {
  call: LegCall;
  callId: string;
  trunk: Trunk;
  media: Media;
  /** What is heard first; null where nothing is. */
  opening: { speech: Speech; waitSeconds: number } | null;
  /** Our address for sound. */
  address: string;
  listener: {
    /** Events as the driver tells them; `hung-up` is the last and comes once. */
    happened(event: Happening): void;
    /** Repetitions can come no more: the call may be forgotten. */
    settled(): void;
  };
}

/** One call from its INVITE to the last repetition of its last message. */
export class OutgoingCall {
  readonly id: string;
  private readonly invitation: Invitation;
  private readonly line: MediaLine;
  private readonly sound: CallSound;
  private readonly tag = newTag();
  private conversation?: Conversation;
  private transfer?: Transfer;
  private local?: LocalMedia;
  private ringTimer?: Timer;
  private settling?: Timer;
  private ended = false;
  private machine = false;

  constructor(private readonly options: OutgoingCallOptions) {
    const { call, callId, trunk, media } = options;
    this.id = call.id;
    this.line = media.line();
    this.sound = new CallSound(this.line, trunk.endpoint.timers, {
      waited: () => this.happen({ type: 'waited' }),
      recorded: (recording) => this.happen({ type: 'recorded', recording }),
    });
    this.invitation = new Invitation(call, callId, trunk, {
      ringing: () => this.happen({ type: 'ringing' }),
      answered: (answer) => this.answered(answer),
      refused: (refusal) => this.refused(refusal),
    });
  }

  get living(): boolean {
    return !this.ended;
  }

  /** Whether everything that the other side has to know has reached it. */
  get quiet(): boolean {
    return this.ended && this.invitation.quiet && (this.conversation?.quiet ?? true);
  }

  start(): void {
    const { call, trunk, address } = this.options;
    const { timers } = trunk.endpoint;
    this.ringTimer = timers.after(call.ringTimeoutSeconds * 1_000, () =>
      this.invitation.giveUp('ring-timeout'),
    );
    this.line.open({
      ready: (port) => {
        this.local = { address, port, codecs: trunk.codecs };
        this.invitation.start(this.local, this.tag);
      },
      failed: () => this.refused({ disposition: Disposition.Congestion, detail: 'no-media-port' }),
      digit: (digit) => this.conversation?.event(digit),
      played: () => this.sound.played(),
      recorded: (pcmu) => this.sound.recorded(pcmu),
      silent: () => this.conversation?.silent(),
    });
  }

  hangUp(): void {
    if (this.conversation) this.conversation.hangUp();
    else this.invitation.giveUp('hang-up');
  }

  play(speech: Speech, waitSeconds: number): void {
    if (this.isFree) this.sound.play(speech, waitSeconds);
  }

  record(terms: RecordingTerms): void {
    if (this.isFree) this.sound.record(terms);
  }

  /** Calls another party, and connects both. */
  transferTo(call: LegCall, place: PlaceLeg): void {
    if (!this.isFree) return;
    this.sound.ring();
    this.transfer = new Transfer({
      connected: (other) => {
        this.sound.stop();
        this.line.join(other.line);
        this.happen({ type: 'transferred' });
      },
      failed: (disposition) => {
        this.transfer = undefined;
        this.sound.stop();
        this.happen({ type: 'transfer-failed', disposition });
      },
      pressed: (digit) => this.press(digit),
      left: () => this.hangUp(),
    });
    this.transfer.start(call, place);
  }

  /** Presses a key for the other side. */
  press(digit: string): void {
    this.conversation?.press(digit);
  }

  /** A request of the other side under our Call-ID. */
  requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const ours = tagOf(request.headers.first('to')) === this.tag;
    if (this.conversation?.includes(request)) return this.conversation.requested(transaction);
    // Of a fork that lost: it has been told, or will be.
    if (ours && request.method === 'BYE') return transaction.respond(200, 'OK');
    transaction.respond(481, 'Call/Transaction Does Not Exist');
  }

  acknowledged(request: SipRequest): void {
    if (callIdOf(request) === this.options.callId) this.conversation?.acknowledged(request);
  }

  late(response: SipResponse): void {
    this.invitation.late(response);
  }

  /** Ends without a word what has not ended by itself. */
  dispose(): void {
    if (!this.ended) this.refused({ disposition: Disposition.Cancelled });
    this.settling?.cancel();
    this.invitation.dispose();
  }

  /** Whether it has been answered, and the callee is not with another party. */
  private get isFree(): boolean {
    return this.conversation !== undefined && !this.conversation.isOver && !this.transfer;
  }

  private answered(answer: Answer): void {
    const { call, trunk, opening } = this.options;
    this.ringTimer?.cancel();
    this.conversation = new Conversation({
      maxCallSeconds: call.maxCallSeconds,
      answer,
      local: this.local!,
      target: this.invitation.target!,
      trunk,
      media: this.line,
      listener: {
        digit: (digit) => this.pressed(digit),
        machine: () => {
          this.machine = true;
          this.happen({ type: 'machine' });
        },
        ended: (why, q850) => this.finished(why, q850),
      },
    });
    this.conversation.start();
    if (opening) this.sound.play(opening.speech, opening.waitSeconds);
    this.happen({ type: 'answered' });
  }

  /** Keys are between the two once a callee is with another party. */
  private pressed(digit: string): void {
    if (this.transfer) this.transfer.press(digit);
    else this.sound.pressed(() => this.happen({ type: 'digit', digit }));
  }

  private finished(why: Farewell, q850 = NORMAL_CLEARING): void {
    const disposition = this.machine ? Disposition.Machine : Disposition.Answered;
    this.transfer?.close();
    this.sound.end(() =>
      this.end({ type: 'hung-up', disposition, sipStatus: 200, q850, ...DETAIL[why] }),
    );
  }

  private refused(refusal: Refusal): void {
    this.line.close();
    this.end({ type: 'hung-up', ...refusal });
  }

  private end(event: Happening): void {
    if (this.ended) return;
    this.ended = true;
    this.ringTimer?.cancel();
    this.options.trunk.journal?.ended(this.options.callId);
    this.settle();
    this.options.listener.happened(event);
  }

  /** As long as a 2xx or a BYE may still be repeated, it has to be answered. */
  private settle(): void {
    const { timers } = this.options.trunk.endpoint;
    this.settling = timers.after(PATIENCE_MS + T4, () => {
      if (!this.quiet) return this.settle();
      this.invitation.dispose();
      this.options.listener.settled();
    });
  }

  private happen(event: Happening): void {
    if (!this.ended) this.options.listener.happened(event);
  }
}
