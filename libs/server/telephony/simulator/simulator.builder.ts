import { Disposition, SimulatorSettings } from '@belltower/dto';

const SHARES: Partial<Record<Disposition, keyof SimulatorSettings>> = {
  [Disposition.Answered]: 'answered',
  [Disposition.Machine]: 'machine',
  [Disposition.Busy]: 'busy',
  [Disposition.NoAnswer]: 'noAnswer',
  [Disposition.Rejected]: 'rejected',
  [Disposition.InvalidNumber]: 'invalidNumber',
  [Disposition.Blocked]: 'blocked',
  [Disposition.Congestion]: 'congestion',
  [Disposition.Failed]: 'failed',
};

/** Settings for tests; `only` leaves one outcome, `ringSeconds` and `talkSeconds` make every call the same. */
export function givenSettings({
  only,
  ringSeconds,
  talkSeconds,
  ...values
}: Partial<SimulatorSettings> & {
  only?: Disposition;
  ringSeconds?: number;
  talkSeconds?: number;
} = {}): SimulatorSettings {
  const settings = Object.assign(new SimulatorSettings(), { keyPressPercent: 0 });
  if (only) {
    for (const [outcome, share] of Object.entries(SHARES)) {
      Object.assign(settings, { [share]: outcome === only ? 1 : 0 });
    }
  }
  if (ringSeconds !== undefined) {
    Object.assign(settings, { ringSecondsFrom: ringSeconds, ringSecondsUntil: ringSeconds });
  }
  if (talkSeconds !== undefined) {
    // The average is so far beyond the longest that practically every call takes the longest.
    Object.assign(settings, { talkSecondsMean: 1e9, talkSecondsMost: talkSeconds });
  }
  return Object.assign(settings, values);
}
