import { ForecastLimit } from '@belltower/dto';

/** What one level allows; null is no limit. */
export interface Allowance {
  callsPerMinute: number | null;
  /** Calls at the same time. */
  channels: number | null;
}

/** What one gateway can take. */
export interface GatewaySize {
  callsPerMinute: number;
  channels: number;
}

/** Everything that bounds how fast a campaign calls. */
export interface CapacityTerms {
  campaign: Allowance;
  account: Allowance;
  /** Those that are switched on. They add up: what one cannot take goes over the next. Null: nobody has said which. */
  gateways: readonly GatewaySize[] | null;
  /** How long a call holds a channel on average, ringing included. */
  callSeconds: number;
}

/** How fast a campaign calls when nothing else is in the way, and what keeps it from calling faster. */
export interface Capacity {
  callsPerMinute: number;
  /** Calls at the same time at that pace, on average; 0 without a pace. */
  channels: number;
  limitedBy: ForecastLimit;
}

/** The pace that every level allows, in calls a minute and in channels, given how long calls take. */
export function capacityOf({ campaign, account, gateways, callSeconds }: CapacityTerms): Capacity {
  const overGateways = (bound: (gateway: GatewaySize) => number) =>
    gateways && gateways.reduce((total, gateway) => total + bound(gateway), 0);
  const bounds: [ForecastLimit, number | null][] = [
    [ForecastLimit.Pace, campaign.callsPerMinute],
    [ForecastLimit.AccountPace, account.callsPerMinute],
    [ForecastLimit.GatewayPace, overGateways((gateway) => gateway.callsPerMinute)],
    [ForecastLimit.Channels, paceOf(campaign.channels, callSeconds)],
    [ForecastLimit.AccountChannels, paceOf(account.channels, callSeconds)],
    [
      ForecastLimit.GatewayChannels,
      overGateways(({ callsPerMinute, channels }) =>
        Math.min(callsPerMinute, paceOf(channels, callSeconds)),
      ),
    ],
  ];
  const [limitedBy, callsPerMinute] = bounds
    .map(([limit, bound]) => [limit, bound ?? Infinity] as const)
    .reduce((strictest, next) => (next[1] < strictest[1] ? next : strictest));
  const channels = Math.ceil((callsPerMinute * callSeconds) / 60 - 1e-9);
  return { callsPerMinute, channels, limitedBy };
}

/** How many calls a minute so many channels can carry. */
function paceOf(channels: number, callSeconds: number): number;
function paceOf(channels: number | null, callSeconds: number): number | null;
function paceOf(channels: number | null, callSeconds: number): number | null {
  return channels === null ? null : (channels * 60) / callSeconds;
}
