import { AsteriskSettings } from '@belltower/dto';
import { CallEvent, OutboundCall, Playback, RecordingTerms, TransferTarget } from '../telephony';
import { Timers } from '../timers';
import { AriEvent } from './ari-event';
import { ChannelSound } from './channel-sound';
import { ChannelEnd, Farewell, OutgoingChannel } from './outgoing-channel';
import { SoundFiles } from './sound-files';
import { SwitchNode } from './switch-node';
import { Transfer } from './transfer';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What happened, without when. */
export type Happening = WithoutTime<CallEvent>;

export interface CallOptions {
  call: OutboundCall;
  settings: AsteriskSettings;
  /** File of the opening, as the switch sees it; null where nothing is to be said. */
  opening: string | null;
  nodes: readonly SwitchNode[];
  timers: Timers;
  files: SoundFiles;
  listener: {
    /** Events as the driver tells them; `hung-up` is the last and comes once. */
    happened(event: Happening): void;
    /** No channel of it lives any more: it may be forgotten. */
    settled(): void;
    /** The switch could not play a file. */
    unplayable(): void;
  };
}

/** One call: the callee's channel, what is heard on it, and whoever it is connected with. */
export class AsteriskCall {
  private readonly channel: OutgoingChannel;
  private sound?: ChannelSound;
  private transfer?: Transfer;
  /** The callee's channel and that of the other party, as many as live. */
  private channels = 1;
  private transfers = 0;
  /** Whether the callee is with nobody else, nor about to be. */
  private free = true;
  /** Counts what was asked to be heard: the latest counts, also where its file is not there yet. */
  private turn = 0;
  /** What is to be heard as soon as anything can be. */
  private first: { path: string | null; waitSeconds: number };

  constructor(private readonly options: CallOptions) {
    const { call, opening, settings, nodes, timers, listener } = options;
    this.first = { path: opening, waitSeconds: call.opening.waitSeconds };
    this.channel = new OutgoingChannel({
      ...call,
      longestSeconds: call.maxCallSeconds,
      settings,
      nodes,
      timers,
      listener: {
        ringing: () => listener.happened({ type: 'ringing' }),
        answered: () => listener.happened({ type: 'answered' }),
        entered: () => this.entered(),
        ended: (end) => void this.ended(end),
      },
    });
  }

  get node(): SwitchNode {
    return this.channel.node;
  }

  start(): void {
    this.channel.start();
  }

  handle(event: Exclude<AriEvent, { type: 'echo' }>): void {
    if (event.channelId === this.transfer?.channelId) return this.transfer.handle(event);
    if (event.channelId !== this.channel.id) return;
    if (event.type === 'digit') return this.pressed(event.digit);
    // Sound first: what ends with the channel is told before the channel's end is.
    this.sound?.handle(event);
    this.channel.handle(event);
  }

  /** What lives on the switch, by channel and with its state, after events were missed. */
  seen(states: ReadonlyMap<string, string>): void {
    if (this.transfer) this.transfer.seen(states.get(this.transfer.channelId) ?? null);
    this.channel.seen(states.get(this.channel.id) ?? null);
    if (!this.channel.ended) void this.sound?.recheck();
  }

  /** The switch is gone for good. */
  lose(): void {
    this.transfer?.lose();
    this.channel.lose();
  }

  hangUp(why: Farewell = 'hang-up'): void {
    this.transfer?.close();
    this.channel.hangUp(why);
  }

  play({ prompt, waitSeconds }: Playback): void {
    if (!this.isFree) return;
    const turn = ++this.turn;
    if (!prompt) return this.hear(null, waitSeconds);
    this.options.files.make(prompt, (path) => {
      if (this.turn !== turn || this.channel.ended) return;
      if (path === null) this.unplayable();
      else this.hear(path, waitSeconds);
    });
  }

  record(terms: RecordingTerms): void {
    if (!this.isFree) return;
    this.turn++;
    this.sound?.record(terms);
  }

  connect(target: TransferTarget): void {
    const { sound, channel } = this;
    const { settings, timers, call, listener } = this.options;
    if (!sound || !this.isFree) return;
    this.turn++;
    this.channels++;
    const transfer = new Transfer({
      calleeId: channel.id,
      turn: ++this.transfers,
      node: channel.node,
      party: {
        ...target,
        callerName: call.callerName,
        longestSeconds: call.maxCallSeconds,
        settings,
        timers,
      },
      listener: {
        answered: () => sound.stop(),
        connected: () => listener.happened({ type: 'transferred' }),
        failed: (disposition) => {
          if (channel.ended) return;
          this.free = true;
          sound.stop();
          listener.happened({ type: 'transfer-failed', disposition });
        },
        ended: () => channel.hangUp('hang-up'),
        gone: () => {
          this.transfer = undefined;
          this.left();
        },
      },
    });
    this.transfer = transfer;
    this.free = false;
    sound.ring();
    transfer.start();
  }

  private entered(): void {
    const { timers, listener } = this.options;
    const sound = new ChannelSound({
      channelId: this.channel.id,
      node: this.channel.node,
      timers,
      listener: {
        waited: () => listener.happened({ type: 'waited' }),
        recorded: (recording) => listener.happened({ type: 'recorded', recording }),
        unplayable: () => this.unplayable(),
      },
    });
    this.sound = sound;
    sound.play(this.first.path, this.first.waitSeconds);
  }

  private hear(path: string | null, waitSeconds: number): void {
    if (this.sound) this.sound.play(path, waitSeconds);
    else this.first = { path, waitSeconds };
  }

  /** Whether something can be heard in it, or will be as soon as it can. */
  private get isFree(): boolean {
    return this.channel.isAnswered && !this.channel.ended && this.free;
  }

  private pressed(digit: string): void {
    // Keys are between the two once a callee is with another party.
    if (!this.isFree) return;
    this.sound?.pressed();
    this.options.listener.happened({ type: 'digit', digit });
  }

  /** Nobody is kept on the line to hear nothing. */
  private unplayable(): void {
    this.options.listener.unplayable();
    this.hangUp('unplayable');
  }

  private async ended(end: ChannelEnd): Promise<void> {
    this.transfer?.close();
    this.sound?.close();
    // Whoever says something and hangs up has said it.
    if (this.sound) await this.sound.settled;
    this.options.listener.happened({ type: 'hung-up', ...end });
    this.left();
  }

  private left(): void {
    if (--this.channels === 0) this.options.listener.settled();
  }
}
