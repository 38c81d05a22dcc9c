import { Disposition, FreeswitchSettings } from '@belltower/dto';
import { SharedSounds } from '../sound';
import { CallEvent, OutboundCall, RecordingTerms, TransferTarget } from '../telephony';
import { Timer, Timers } from '../timers';
import { ChannelSound, SoundFile } from './channel-sound';
import { Command, Word } from './command';
import { bridge, dump, hangUpLater, kill, Leg, originate } from './commands';
import { Reply } from './connection';
import { Course, Ending, endingOf, endingWithoutChannel, Farewell } from './ending';
import { eventIn, SwitchEvent } from './incoming';
import { SwitchNode } from './switch-node';
import { Transfer } from './transfer';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What happened, without when. */
export type Happening = WithoutTime<CallEvent>;

export interface CallOptions {
  call: OutboundCall;
  /** Checked: what of the call goes into commands. */
  leg: Omit<Leg, 'timeoutSeconds'>;
  settings: FreeswitchSettings;
  node: SwitchNode;
  timers: Timers;
  shared: SharedSounds;
  pathOf(name: string): Word;
  /** Null where nothing is to be said. */
  opening: SoundFile | null;
  listener: {
    /** Events as the driver tells them; `hung-up` is the last and comes once. */
    happened(event: Happening): void;
    /** Another channel whose events belong to this call. */
    joined(uuid: string): void;
  };
}

/** What we have given up is expected to be over after so long. */
const ENDING_MS = 5_000;
/** The events of a channel may follow the end of the job that has made it. */
const STRAGGLING_MS = 1_000;
/** By so much the switch's own timers are behind ours: they count where we are gone. */
const BEHIND_SECONDS = 10;
/** So long a switch may be out of reach before its calls are given up. */
const UNREACHABLE_MS = 30_000;
const DIGIT = /^[0-9A-D*#]$/;

/** One call on one switch, from its command to its end. */
export class SwitchCall {
  readonly id: string;
  private readonly course: Course = {
    answered: false,
    machine: false,
    provisional: false,
    farewell: null,
    crossed: false,
  };
  private readonly sound: ChannelSound;
  private transfer: Transfer | null = null;
  private transferUuid = '';
  private transfers = 0;
  /** Whether the switch has a channel of it. */
  private channel = false;
  private rang = false;
  private ended = false;
  private ringing?: Timer;
  private longest?: Timer;
  private ending?: Timer;
  private unreachable?: Timer;

  constructor(private readonly options: CallOptions) {
    const { call, leg, timers, shared, pathOf, listener } = options;
    this.id = call.id;
    this.sound = new ChannelSound({
      uuid: leg.uuid,
      timers,
      shared,
      pathOf,
      send: (command) => this.send(command),
      listener: {
        waited: () => this.happen({ type: 'waited' }),
        recorded: (recording) => listener.happened({ type: 'recorded', recording }),
        unplayable: () => this.giveUp('unplayable'),
      },
    });
  }

  get node(): SwitchNode {
    return this.options.node;
  }

  /** Its channels, those of transfers too. */
  get uuids(): string[] {
    return [this.id, ...Array.from({ length: this.transfers }, (_, n) => `${this.id}.t${n + 1}`)];
  }

  start(): void {
    const { call, leg, node, timers } = this.options;
    const { ringTimeoutSeconds, maxCallSeconds } = call;
    this.ringing = timers.after(ringTimeoutSeconds * 1_000, () => this.giveUp('ring-timeout'));
    node.countCall();
    const timeoutSeconds = Math.ceil(ringTimeoutSeconds) + BEHIND_SECONDS;
    const command = originate({ ...leg, timeoutSeconds }, maxCallSeconds + BEHIND_SECONDS);
    node.send(command, (reply) => this.ordered(reply));
  }

  hangUp(): void {
    this.giveUp('hang-up');
  }

  play(file: SoundFile | null, waitSeconds: number): void {
    if (this.isHeard()) this.sound.play(file, waitSeconds);
  }

  record(terms: RecordingTerms): void {
    if (this.isHeard()) this.sound.record(terms);
  }

  /** @throws UnsafeWord */
  connect(target: TransferTarget): void {
    if (!this.isHeard()) return;
    const { leg, timers, listener } = this.options;
    const uuid = Word.of('uuid', `${this.id}.t${++this.transfers}`);
    const other: Leg = {
      ...leg,
      uuid,
      number: Word.of('number', dialled(target.number, this.options.settings)),
      callerId: target.callerId
        ? Word.of('number', dialled(target.callerId, this.options.settings))
        : null,
      timeoutSeconds: Math.ceil(target.ringTimeoutSeconds) + BEHIND_SECONDS,
    };
    this.transferUuid = uuid.text;
    listener.joined(uuid.text);
    this.transfer = new Transfer({
      uuid,
      timers,
      ringTimeoutSeconds: target.ringTimeoutSeconds,
      send: (command) => this.send(command),
      listener: {
        connected: () => this.happen({ type: 'transferred' }),
        failed: (disposition) => {
          this.transfer = null;
          this.happen({ type: 'transfer-failed', disposition });
        },
      },
    });
    this.sound.execute((execution) => bridge(leg.uuid, execution, other));
  }

  handle(event: SwitchEvent): void {
    if (event.channel === this.transferUuid) return this.transfer?.handle(event);
    if (event.channel !== this.id) return;
    this.channel = true;
    if (this.sound.handle(event)) this.attemptEnded(event);
    switch (event.name) {
      case 'CHANNEL_PROGRESS':
      case 'CHANNEL_PROGRESS_MEDIA':
        return this.progressed();
      case 'CHANNEL_ANSWER':
        return this.answered();
      case 'CHANNEL_PARK':
        // Before it is parked the switch plays to nobody.
        return this.course.answered ? this.sound.begin() : undefined;
      case 'CHANNEL_BRIDGE':
        return this.transfer?.bridged();
      case 'DTMF':
        return this.pressed(event.text('DTMF-Digit') ?? '');
      case 'CHANNEL_HANGUP_COMPLETE':
        return this.end(endingOf(event, this.course));
    }
  }

  /** The switch is done with the command: whoever answers is parked, or there is nobody. */
  jobDone(result: string): void {
    const words = /^-ERR\s+([A-Z_0-9]+)/.exec(result)?.[1];
    if (this.ended || !/^-ERR/.test(result)) return;
    if (words === 'DESTINATION_OUT_OF_ORDER' && !this.channel)
      return this.end(endingWithoutChannel(words, this.course));
    // The channel's own end says more, and may come after this.
    this.endWithin(this.channel ? ENDING_MS : STRAGGLING_MS, words ?? '');
  }

  /** The connection to the switch is lost: the call may go on there. */
  lost(): void {
    const { timers } = this.options;
    this.unreachable ??= timers.after(UNREACHABLE_MS, () => this.interrupt('switch-unreachable'));
  }

  /** The connection is there again; what happened meanwhile was missed. */
  found(restarted: boolean): void {
    this.unreachable?.cancel();
    this.unreachable = undefined;
    if (restarted) return this.interrupt('switch-restarted');
    const { node, leg } = this.options;
    node.send(dump(leg.uuid), (reply) => {
      if (typeof reply === 'object') this.catchUp(reply.text);
    });
  }

  /** The driver is closed: what has not ended by now is not waited for. */
  lose(): void {
    this.end(endingWithoutChannel('', this.course));
  }

  private ordered(reply: Reply): void {
    if (reply === 'not-sent') {
      // Nothing was dialled, and nothing will be.
      return this.end({ disposition: Disposition.Congestion, detail: 'unreachable' });
    }
    if (reply === 'lost' || reply.text.startsWith('+OK')) return;
    this.end({ disposition: Disposition.Congestion, detail: 'refused-by-switch' });
  }

  private catchUp(text: string): void {
    const incoming = eventIn(text);
    const { farewell } = this.course;
    if (incoming.kind !== 'event') {
      if (farewell) return this.end(endingWithoutChannel('', this.course));
      return this.interrupt('lost-sight');
    }
    if (farewell) {
      this.endWithin(ENDING_MS, '');
      return this.send(kill(this.options.leg.uuid));
    }
    this.channel = true;
    const state = incoming.event.text('Answer-State');
    if (state === 'early') this.progressed();
    if (state !== 'answered') return;
    this.answered();
    this.sound.begin();
  }

  private progressed(): void {
    this.course.provisional = true;
    if (this.rang || this.course.answered || this.course.farewell) return;
    this.rang = true;
    this.happen({ type: 'ringing' });
  }

  private answered(): void {
    const { call, leg, timers, opening } = this.options;
    if (this.course.answered || this.ended) return;
    if (this.course.farewell) {
      this.course.crossed = true;
      return this.send(kill(leg.uuid));
    }
    this.course.answered = true;
    this.ringing?.cancel();
    this.longest = timers.after(call.maxCallSeconds * 1_000, () => this.giveUp('longest-call'));
    this.send(hangUpLater(leg.uuid, call.maxCallSeconds + BEHIND_SECONDS));
    this.sound.play(opening, call.opening.waitSeconds);
    this.happen({ type: 'answered' });
  }

  private pressed(digit: string): void {
    if (!this.isHeard() || !DIGIT.test(digit)) return;
    this.sound.pressed();
    this.happen({ type: 'digit', digit });
  }

  private attemptEnded(event: SwitchEvent): void {
    const { transfer } = this;
    transfer?.ended(event);
    // Whoever has been connected is not with us any more.
    if (transfer?.isConnected) this.giveUp('transfer-over');
  }

  /** Whether the callee is with us: answered, and connected with nobody else. */
  private isHeard(): boolean {
    return this.course.answered && !this.course.farewell && !this.ended && !this.transfer;
  }

  private giveUp(farewell: Farewell): void {
    if (this.course.farewell || this.ended) return;
    this.course.farewell = farewell;
    this.ringing?.cancel();
    if (this.node.isUp) this.endWithin(ENDING_MS, '');
    this.send(kill(this.options.leg.uuid));
  }

  /** Should the end of the channel not be told, this is what is known. */
  private endWithin(milliseconds: number, words: string): void {
    this.ending?.cancel();
    this.ending = this.options.timers.after(milliseconds, () =>
      this.end(endingWithoutChannel(words, this.course)),
    );
  }

  /** Nobody knows how it ended; who has answered has been reached all the same. */
  private interrupt(detail: string): void {
    const { answered } = this.course;
    const disposition = answered ? Disposition.Answered : Disposition.Interrupted;
    this.end({ disposition, ...(answered ? { sipStatus: 200 } : {}), detail });
  }

  private end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    for (const timer of [this.ringing, this.longest, this.ending, this.unreachable])
      timer?.cancel();
    this.transfer?.close();
    // What was being said is told first: after the end nothing is.
    this.sound.close(() => this.options.listener.happened({ type: 'hung-up', ...ending }));
  }

  private happen(event: Happening): void {
    if (!this.ended) this.options.listener.happened(event);
  }

  private send(command: Command): void {
    this.options.node.send(command);
  }
}

/** A number as the settings want it dialled and shown. */
export function dialled(number: string, { plus }: FreeswitchSettings): string {
  return plus ? number : number.replace(/^\+/, '');
}
