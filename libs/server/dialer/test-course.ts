import { Channel, Disposition, TestCallEventView } from '@belltower/dto';
import { dialled, GatewayRecord, ringTimeoutOver, TestCourse, TestLine } from '@belltower/gateway';
import { CallEvent, OutboundCall, Telephony } from '@belltower/telephony';
import { randomUUID } from 'node:crypto';
import { FlowAction } from './call-flow';
import { outbound, TRANSFER_RING_SECONDS } from './caller';
import { ClaimedCall } from './claim';
import { LiveCall } from './live-call';
import { Script } from './script';

/**
 * A call that goes the way of a campaign's calls, by the same rules and to the same end, and of which nothing stays: no
 * record, no answer, no recording, no opt-out.
 */
export class CampaignTestCourse implements TestCourse {
  readonly call: OutboundCall;
  readonly placed: string;
  private readonly live: LiveCall;
  private told = 0;

  constructor(
    private readonly gateway: GatewayRecord,
    call: Pick<ClaimedCall, 'accountId' | 'campaignId' | 'number' | 'callerId' | 'values'>,
    script: Script,
    dial: string,
    private readonly now: () => number,
  ) {
    const placedAt = now();
    const claimed = { ...call, ...OF_NO_LEDGER, gatewayId: gateway.id, placeAt: placedAt };
    this.live = new LiveCall(claimed, script, placedAt);
    const id = `bt-test-${randomUUID()}`;
    this.call = { ...outbound(this.live, dial, gateway), id };
    this.placed = `${dial} over ${gateway.name}`;
  }

  hear(said: CallEvent): ReturnType<TestCourse['hear']> {
    const { live } = this;
    const now = this.now();
    if (said.type === 'hung-up') {
      live.end(said, now);
      return { told: this.news() };
    }
    if (!live.note(said, now)) return { told: [] };
    const actions = live.follow(said, now);
    return {
      told: [...this.news(), ...actions.flatMap((action) => this.untold(action, now))],
      act: (line) => actions.forEach((action) => this.act(action, line)),
    };
  }

  /** What has been added to its story. */
  private news(): TestCallEventView[] {
    const { story } = this.live;
    const fresh = story.slice(this.told);
    this.told = story.length;
    return fresh.map(({ atMs, event, detail }) => ({
      afterSeconds: atMs / 1_000,
      event,
      detail: detail ?? null,
    }));
  }

  /** What a real call would only write down elsewhere. */
  private untold(action: FlowAction, now: number): TestCallEventView[] {
    if (action.type !== 'opt-out') return [];
    const afterSeconds = Math.max(0, now - this.live.placedAt) / 1_000;
    return [{ afterSeconds, event: 'opt-out', detail: action.key }];
  }

  private act(action: FlowAction, line: TestLine): void {
    const { id } = this.call;
    switch (action.type) {
      case 'play':
        return this.ask(line, (telephony) => telephony.play(id, action.playback));
      case 'record':
        return this.ask(line, (telephony) => telephony.record(id, action.terms));
      case 'transfer':
        return this.transfer(line, action.number);
      case 'hang-up':
        return line.hangUp();
    }
  }

  private transfer(line: TestLine, wanted: string): void {
    const { gateway, call } = this;
    const number = dialled(gateway, wanted);
    if (number === null) {
      const disposition = Disposition.Blocked;
      return line.hear({ type: 'transfer-failed', disposition, at: new Date(this.now()) });
    }
    const ringTimeoutSeconds = ringTimeoutOver(gateway, TRANSFER_RING_SECONDS);
    const target = { number, callerId: call.callerId, ringTimeoutSeconds };
    this.ask(line, (telephony) => telephony.transfer(call.id, target));
  }

  /** A driver that cannot do it leaves nobody in silence. */
  private ask(line: TestLine, request: (telephony: Telephony) => Promise<void>): void {
    request(line.telephony).catch(() => line.hangUp());
  }
}

/** What a call has that no dialer was given. */
const OF_NO_LEDGER = {
  id: 0,
  channel: Channel.Voice,
  attempt: 1,
  setbacks: 0,
  tally: null,
  dialerId: '',
};
