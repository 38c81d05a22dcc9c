import { Disposition } from '@belltower/dto';
import { verdictOf, verdictOfRingTimeout } from '../cause';
import { Timer, Timers } from '../timers';
import { Command, Word } from './command';
import { causeIn } from './ending';
import { SwitchEvent } from './incoming';
import { kill } from './commands';

export interface TransferListener {
  connected(): void;
  failed(disposition: Disposition): void;
}

export interface TransferOptions {
  /** The channel of the other party. */
  uuid: Word;
  timers: Timers;
  ringTimeoutSeconds: number;
  send(command: Command): void;
  listener: TransferListener;
}

/** How long the end of the other party's channel may follow that of the attempt. */
const STRAGGLING_MS = 1_000;

/** The attempt to connect a callee with another party, until that has answered or cannot be had. */
export class Transfer {
  private readonly ring: Timer;
  private straggling?: Timer;
  private provisional = false;
  private tooLong = false;
  /** Of the other party, once its channel is over. */
  private disposition: Disposition | null = null;
  private attemptOver = false;
  private state: 'ringing' | 'connected' | 'over' = 'ringing';

  constructor(private readonly options: TransferOptions) {
    const { timers, ringTimeoutSeconds } = options;
    this.ring = timers.after(ringTimeoutSeconds * 1_000, () => {
      this.tooLong = true;
      options.send(kill(options.uuid));
    });
  }

  get isConnected(): boolean {
    return this.state === 'connected';
  }

  /** What happens to the other party's channel. */
  handle(event: SwitchEvent): void {
    if (event.name === 'CHANNEL_PROGRESS' || event.name === 'CHANNEL_PROGRESS_MEDIA')
      this.provisional = true;
    if (event.name === 'CHANNEL_ANSWER') this.ring.cancel();
    if (event.name !== 'CHANNEL_HANGUP_COMPLETE') return;
    this.disposition = this.tooLong
      ? verdictOfRingTimeout(this.provisional).disposition
      : verdictOf({ ...causeIn(event), provisional: this.provisional }).disposition;
    if (this.attemptOver) this.fail();
  }

  /** The two are connected. */
  bridged(): void {
    if (this.state !== 'ringing') return;
    this.state = 'connected';
    this.ring.cancel();
    this.options.listener.connected();
  }

  /** The switch has ended the attempt. */
  ended(event: SwitchEvent): void {
    this.attemptOver = true;
    if (this.state !== 'ringing') return;
    if (this.disposition) return this.fail();
    const words = event.variable('originate_disposition');
    this.straggling = this.options.timers.after(STRAGGLING_MS, () => {
      this.disposition = verdictOf(words === undefined ? {} : { words }).disposition;
      this.fail();
    });
  }

  /** The callee is gone; the other party goes too. */
  close(): void {
    if (this.state === 'over') return;
    if (this.state === 'ringing') this.options.send(kill(this.options.uuid));
    this.stop();
  }

  private fail(): void {
    if (this.state !== 'ringing') return;
    this.stop();
    this.options.listener.failed(this.disposition ?? Disposition.Failed);
  }

  private stop(): void {
    this.state = 'over';
    this.ring.cancel();
    this.straggling?.cancel();
  }
}
