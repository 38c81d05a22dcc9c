import { Disposition } from '@belltower/dto';
import { AriEvent } from './ari-event';
import { ChannelEnd, ChannelOptions, OutgoingChannel } from './outgoing-channel';
import { SwitchNode } from './switch-node';

export interface TransferListener {
  /** The other party has answered: the callee is to be free of other sounds. */
  answered(): void;
  /** The two hear each other. */
  connected(): void;
  /** The other party cannot be had. */
  failed(disposition: Disposition): void;
  /** The other party has hung up. */
  ended(): void;
  /** The other party's channel is no more, whatever became of the transfer. */
  gone(): void;
}

export interface TransferOptions {
  calleeId: string;
  /** Counts the transfers of a call. */
  turn: number;
  node: SwitchNode;
  party: Omit<ChannelOptions, 'id' | 'nodes' | 'listener'>;
  listener: TransferListener;
}

/** Another party who is called for a callee, and the bridge on which the two meet. */
export class Transfer {
  private readonly party: OutgoingChannel;
  private readonly bridgeId: string;
  private state: 'calling' | 'connecting' | 'connected' | 'over' = 'calling';

  constructor(private readonly options: TransferOptions) {
    const { calleeId, turn, node, party } = options;
    this.bridgeId = `${calleeId}.b${turn}`;
    this.party = new OutgoingChannel({
      ...party,
      id: `${calleeId}.t${turn}`,
      nodes: [node],
      listener: {
        ringing: () => undefined,
        answered: () => undefined,
        entered: () => void this.connect(),
        ended: (end) => this.ended(end),
      },
    });
  }

  get channelId(): string {
    return this.party.id;
  }

  start(): void {
    this.party.start();
  }

  handle(event: AriEvent): void {
    this.party.handle(event);
  }

  /** What the switch says of the other party after events were missed. */
  seen(state: string | null): void {
    this.party.seen(state);
  }

  /** The callee is gone, or is to be. */
  close(): void {
    if (this.state !== 'calling') this.removeBridge();
    this.state = 'over';
    this.party.hangUp('hang-up');
  }

  lose(): void {
    this.party.lose();
  }

  private async connect(): Promise<void> {
    if (this.state !== 'calling') return;
    this.state = 'connecting';
    const { calleeId, listener } = this.options;
    listener.answered();
    const bridge = ['bridges', this.bridgeId];
    const met =
      (await this.ask(bridge, { type: 'mixing' })) &&
      (await this.ask([...bridge, 'addChannel'], { channel: `${calleeId},${this.party.id}` }));
    if (!this.is('connecting')) return;
    if (met) {
      this.state = 'connected';
      return listener.connected();
    }
    this.close();
    listener.failed(Disposition.Failed);
  }

  private ended({ disposition }: ChannelEnd): void {
    const { state } = this;
    const { listener } = this.options;
    this.state = 'over';
    listener.gone();
    if (state === 'connecting' || state === 'connected') this.removeBridge();
    if (state === 'connected') listener.ended();
    else if (state !== 'over') listener.failed(failureOf(disposition));
  }

  private removeBridge(): void {
    const request = { method: 'DELETE', path: ['bridges', this.bridgeId] } as const;
    // One that stays behind is empty, and is gone with the next restart.
    void this.options.node.request(request).catch(() => undefined);
  }

  private ask(path: readonly string[], query: Record<string, string>): Promise<boolean> {
    return this.options.node.request({ method: 'POST', path, query }).then(
      ({ status }) => status < 300,
      () => false,
    );
  }

  /** The state may have changed during a wait, which the compiler does not see. */
  private is(state: Transfer['state']): boolean {
    return this.state === state;
  }
}

/** Whoever answered but was gone before the two were connected is as good as nobody. */
function failureOf(disposition: Disposition): Disposition {
  return disposition === Disposition.Answered ? Disposition.Failed : disposition;
}
