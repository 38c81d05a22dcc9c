import { Clock } from '@belltower/core';
import { DialGateway } from '@belltower/gateway';
import { AttemptOver } from './attempt-over';
import { BackOff } from './back-off';
import { GatewayRecord } from './gateway-record';

/** The gateways as the leader sees them: their settings, how they give way to congestion, and how their calls fare. */
export class Switchboard {
  private gateways = new Map<number, DialGateway>();
  private readonly backOffs = new Map<number, BackOff>();
  private readonly records = new Map<number, GatewayRecord>();

  constructor(private readonly clock: Clock) {}

  set(gateways: readonly DialGateway[]): void {
    this.gateways = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  }

  all(): DialGateway[] {
    return [...this.gateways.values()];
  }

  get(id: number): DialGateway | undefined {
    return this.gateways.get(id);
  }

  isUp(id: number): boolean {
    const gateway = this.gateways.get(id);
    return gateway !== undefined && gateway.enabled && !gateway.down;
  }

  /** Whether it takes calls now. */
  isUsable(id: number): boolean {
    return this.isUp(id) && this.restingUntil(id) === null;
  }

  /** Milliseconds since 1970; null while it is not resting. */
  restingUntil(id: number): number | null {
    return this.backOffs.get(id)?.until(this.clock.now().getTime()) ?? null;
  }

  /** How many calls a second it may place now: its own pace, or less while it gives way to congestion. */
  callsPerSecond({ id, callsPerSecond }: DialGateway): number {
    return callsPerSecond * (this.backOffs.get(id)?.share(this.clock.now().getTime()) ?? 1);
  }

  record(id: number): GatewayRecord {
    const record = this.records.get(id) ?? new GatewayRecord();
    this.records.set(id, record);
    return record;
  }

  /** Learns from an attempt that is over. */
  ended({ call, fare, placedAt }: AttemptOver): void {
    if (!fare) return;
    const now = this.clock.now().getTime();
    this.record(call.gatewayId).add(fare, now);
    if (fare.congested) this.congested(call.gatewayId, placedAt);
    else if (fare.congested === false) this.backOffs.get(call.gatewayId)?.clear(placedAt);
  }

  /** @param placedAt milliseconds since 1970 */
  congested(id: number, placedAt: number): void {
    const backOff = this.backOffs.get(id) ?? new BackOff();
    this.backOffs.set(id, backOff);
    backOff.congested(placedAt, this.clock.now().getTime(), Math.random());
  }
}
