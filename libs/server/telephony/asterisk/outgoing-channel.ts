import { AsteriskSettings, Disposition } from '@belltower/dto';
import { verdictOf, verdictOfRingTimeout } from '../cause';
import { Timer, Timers } from '../timers';
import { AriResponse, AriSilence } from './ari';
import { AriEvent } from './ari-event';
import { callerIdFor, endpointFor } from './endpoint';
import { SwitchNode } from './switch-node';

/** Q.850 cause 16: one of both has hung up, as usual. */
const NORMAL_CLEARING = 16;
/** The switch gives up by itself so long after we should have: for the case that we are no longer there. */
const SLACK_SECONDS = 10;
/** A hang-up is asked for again, which harms nobody, until the end is told. */
const HANG_UP_AGAIN_MS = 5_000;
/** What happened may be told after the answer that the channel is gone. */
const GRACE_MS = 1_000;
const LOOK_AGAIN_MS = 2_000;

/** Why we end a channel. */
export type Farewell = 'hang-up' | 'ring-timeout' | 'longest' | 'unplayable';

const DETAIL: Partial<Record<Farewell, { detail: string }>> = {
  longest: { detail: 'longest-call' },
  unplayable: { detail: 'no-sound' },
};

export interface ChannelEnd {
  disposition: Disposition;
  detail?: string;
  sipStatus?: number;
  q850?: number;
}

export interface ChannelListener {
  ringing(): void;
  answered(): void;
  /** It can be commanded: from here on sound can be played. */
  entered(): void;
  /** The last, and once. */
  ended(end: ChannelEnd): void;
}

export interface ChannelOptions {
  id: string;
  number: string;
  callerId: string | null;
  callerName: string | null;
  ringTimeoutSeconds: number;
  longestSeconds: number;
  settings: AsteriskSettings;
  /** Where to try, in this order: the next only where the one before never saw the request. */
  nodes: readonly SwitchNode[];
  timers: Timers;
  listener: ChannelListener;
}

/** One number that is called, from the request to its end. */
export class OutgoingChannel {
  readonly id: string;
  node: SwitchNode;
  /** Whether its end has been told. */
  ended = false;
  private answered = false;
  /** Whether it may be commanded. */
  private within = false;
  /** Whether somebody on the way to the number has shown a sign of life. */
  private provisional = false;
  /** Whether it was answered after it had been given up. */
  private crossed = false;
  /** Whether the request is on its way: nobody knows yet whether there is a channel. */
  private asking = true;
  private wish?: Farewell;
  private words = '';
  private ringing?: Timer;
  private longest?: Timer;
  private again?: Timer;

  constructor(private readonly options: ChannelOptions) {
    this.id = options.id;
    this.node = options.nodes[0]!;
    this.node.load++;
  }

  get isAnswered(): boolean {
    return this.answered;
  }

  start(): void {
    const { timers, ringTimeoutSeconds, number, settings } = this.options;
    const endpoint = endpointFor(settings.endpoint, number, settings.plus);
    if (endpoint === null) {
      const disposition = Disposition.InvalidNumber;
      return this.finish({ disposition, detail: 'unusable-number' });
    }
    this.ringing = timers.after(ringTimeoutSeconds * 1_000, () => this.hangUp('ring-timeout'));
    void this.originate(endpoint, this.options.nodes);
  }

  hangUp(why: Farewell): void {
    if (this.ended) return;
    this.wish ??= why;
    if (!this.asking) void this.dismiss();
  }

  handle(event: AriEvent): void {
    if (this.ended) return;
    switch (event.type) {
      case 'dial':
        return this.dialling(event.status);
      case 'state':
        return this.inState(event.state);
      case 'entered':
        this.inState('Up');
        if (!this.wish) this.enter();
        return;
      case 'destroyed':
        return this.conclude(event);
      default:
    }
  }

  /** What the switch says after events were missed; null: no such channel. */
  seen(state: string | null): void {
    if (this.ended || this.asking) return;
    if (state === null) return this.vanish();
    this.inState(state);
    // The switch hangs up what is answered while nobody listens, so this one has been ours all along.
    if (this.answered && !this.wish) this.enter();
    if (this.wish) void this.dismiss();
  }

  /** The switch has been away for so long that nothing will be told any more. */
  lose(): void {
    if (!this.ended) this.vanish();
  }

  private async originate(
    endpoint: string,
    [node, ...others]: readonly SwitchNode[],
  ): Promise<void> {
    this.node.load--;
    this.node = node!;
    this.node.load++;
    try {
      this.asked(await this.request(endpoint));
    } catch (error) {
      if (!(error instanceof AriSilence)) throw error;
      if (this.ended) return;
      if (error.sent) return void this.look();
      if (others.length && !this.wish) return this.originate(endpoint, others);
      this.finish(this.wish ? this.givenUp() : verdictOf({ words: 'CHANUNAVAIL' }));
    }
  }

  private request(endpoint: string): Promise<AriResponse> {
    const { settings, ringTimeoutSeconds, longestSeconds } = this.options;
    const callerId = callerIdFor(this.options, settings.plus);
    return this.node.request({
      method: 'POST',
      path: ['channels'],
      body: {
        endpoint,
        app: this.node.application,
        channelId: this.id,
        timeout: ringTimeoutSeconds + SLACK_SECONDS,
        formats: 'ulaw,alaw',
        ...(callerId === undefined ? {} : { callerId }),
        variables: {
          // Counted from the first sign: a call of ours does not outlive us by more than it could have lasted.
          'TIMEOUT(absolute)': String(ringTimeoutSeconds + longestSeconds + SLACK_SECONDS),
        },
      },
    });
  }

  private asked({ status }: AriResponse): void {
    // A proxy speaks, and knows as little as we do.
    if (status === 502 || status === 504) return void this.look();
    this.asking = false;
    if (this.ended) return;
    if (status < 300) {
      if (this.wish) void this.dismiss();
    } else if (status === 409)
      this.finish({ disposition: Disposition.Failed, detail: 'repeated-id' });
    else if (status === 401 || status === 403)
      this.finish({ disposition: Disposition.Congestion, detail: 'auth-failed' });
    // “Allocation failed”: the switch knows no such trunk, or cannot use it.
    else if (status === 500) this.finish(verdictOf({ words: 'CHANUNAVAIL' }));
    else this.finish({ disposition: Disposition.Congestion, detail: 'refused-by-switch' });
  }

  /** Whether there is such a channel, where the answer that would have told was lost. */
  private async look(): Promise<void> {
    const status = await this.node.request({ method: 'GET', path: ['channels', this.id] }).then(
      (response) => response.status,
      () => undefined, // As silent as before: what lives is asked for when it is back.
    );
    if (this.ended) return;
    this.asking = false;
    const { timers } = this.options;
    if (status === 404) this.again = timers.after(GRACE_MS, () => this.vanish());
    else if (status !== undefined && status < 300) {
      if (this.wish) void this.dismiss();
    } else if (this.node.state === 'up')
      this.again = timers.after(LOOK_AGAIN_MS, () => void this.look());
  }

  private dialling(status: string): void {
    if (status) this.words = status;
    // 180 and 183: a 100 is not told, so a trunk that says nothing else counts as silent.
    if (status === 'RINGING' || status === 'PROGRESS') this.ring();
  }

  private inState(state: string): void {
    if (state === 'Ringing') this.ring();
    if (state !== 'Up' || this.answered) return;
    if (this.wish) {
      this.crossed = true;
      return;
    }
    const { timers, longestSeconds, listener } = this.options;
    this.answered = true;
    this.ringing?.cancel();
    this.longest = timers.after(longestSeconds * 1_000, () => this.hangUp('longest'));
    listener.answered();
  }

  private enter(): void {
    if (this.within) return;
    this.within = true;
    this.options.listener.entered();
  }

  private ring(): void {
    const first = !this.provisional;
    this.provisional = true;
    if (first && !this.answered && !this.wish) this.options.listener.ringing();
  }

  private async dismiss(): Promise<void> {
    this.again?.cancel();
    const status = await this.node
      .request({
        method: 'DELETE',
        path: ['channels', this.id],
        query: { reason_code: String(NORMAL_CLEARING) },
      })
      .then(
        (response) => response.status,
        () => undefined, // Asked again below, or once the switch is back.
      );
    if (this.ended) return;
    this.again?.cancel();
    const { timers } = this.options;
    if (status === 404) this.again = timers.after(GRACE_MS, () => this.vanish());
    else this.again = timers.after(HANG_UP_AGAIN_MS, () => void this.dismiss());
  }

  private conclude({ q850, sipStatus }: { q850?: number; sipStatus?: number }): void {
    const raw = { ...(sipStatus ? { sipStatus } : {}), ...(q850 ? { q850 } : {}) };
    if (this.answered) return this.finish(this.talked(q850));
    if (this.wish) return this.finish(this.givenUp());
    const { words, provisional } = this;
    this.finish({ ...verdictOf({ ...raw, words, provisional }), ...raw });
  }

  /** It is gone, and nobody told how. */
  private vanish(): void {
    const detail = 'connection-lost';
    if (this.answered) this.finish({ detail, ...this.talked() });
    else if (this.wish) this.finish(this.givenUp());
    else this.finish({ disposition: Disposition.Interrupted, detail });
  }

  private talked(q850 = NORMAL_CLEARING): ChannelEnd {
    const said = this.wish && DETAIL[this.wish];
    return { disposition: Disposition.Answered, sipStatus: 200, q850, ...said };
  }

  private givenUp(): ChannelEnd {
    const answer = this.crossed ? { sipStatus: 200 } : {};
    if (this.wish !== 'ring-timeout') return { disposition: Disposition.Cancelled, ...answer };
    return { ...verdictOfRingTimeout(this.provisional), ...answer };
  }

  private finish(end: ChannelEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.node.load--;
    for (const timer of [this.ringing, this.longest, this.again]) timer?.cancel();
    this.options.listener.ended(end);
  }
}
