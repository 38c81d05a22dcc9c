import { SipResponse } from './message';
import { parametersOf, splitOutside } from './split';
import { Timer, Timers } from '../timers';

/** What both sides have agreed about a session's life (RFC 4028 §7.2). */
export interface SessionTerms {
  seconds: number;
  /** Whether refreshing is up to us. */
  ours: boolean;
}

const LEAST_SECONDS = 90;

/** The terms in a 2xx to our request; null where the session has no timer. */
export function termsOf({ headers }: Pick<SipResponse, 'headers'>): SessionTerms | null {
  const [seconds = '', ...rest] = splitOutside(headers.first('session-expires') ?? '', ';') ?? [];
  if (!/^\d{1,6}$/.test(seconds)) return null;
  const refresher = parametersOf(rest).get('refresher')?.toLowerCase();
  return { seconds: Math.max(Number(seconds), LEAST_SECONDS), ours: refresher !== 'uas' };
}

/** Refreshes a session at half of its life, or ends it when the other side has not (RFC 4028 §7.4 and §10). */
export class SessionTimer {
  private timer?: Timer;

  constructor(
    private readonly timers: Timers,
    private readonly refresh: () => void,
    private readonly expired: () => void,
  ) {}

  start(terms: SessionTerms | null): void {
    this.stop();
    if (!terms) return;
    const { seconds, ours } = terms;
    // The other side is late when a third of a life, at most 32 seconds, is left.
    const patience = seconds - Math.min(32, seconds / 3);
    this.timer = this.timers.after((ours ? seconds / 2 : patience) * 1_000, () =>
      ours ? this.refresh() : this.expired(),
    );
  }

  stop(): void {
    this.timer?.cancel();
  }
}
