import { RoundTrips } from './round-trips';
import { SwitchFigures } from './telephony';

/** What one switch of several adds to the figures of a gateway. */
export interface OneSwitch {
  isUp: boolean;
  /** Connections that had been up and broke. */
  lost: number;
  /** As it said last; null where it does not tell. */
  sessions: { used: number; most: number } | null;
  trips: RoundTrips;
}

/** The figures of all switches of a gateway. @param channels of our calls */
export function figuresOf(switches: readonly OneSwitch[], channels: number): SwitchFigures {
  const up = switches.filter(({ isUp }) => isUp);
  const told = up.flatMap(({ sessions }) => sessions ?? []);
  const slowest = switches.flatMap(({ trips }) => trips.slowestMs ?? []);
  return {
    all: switches.length,
    up: up.length,
    lost: sum(switches.map(({ lost }) => lost)),
    channels,
    sessions: told.length ? sum(told.map(({ used }) => used)) : null,
    mostSessions: told.length ? sum(told.map(({ most }) => most)) : null,
    commands: sum(switches.map(({ trips }) => trips.sent)),
    unanswered: sum(switches.map(({ trips }) => trips.unanswered)),
    slowestMs: slowest.length ? Math.max(...slowest) : null,
  };
}

/** What a driver tells that leaves SIP and sound to its switches. */
export const NO_SIP_FIGURES = {
  retransmissions: null,
  registered: null,
  registrationsFailed: null,
  soundLatestMs: null,
  soundSkipped: null,
} as const;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
