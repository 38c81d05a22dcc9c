import { DialGateway } from './dial-gateway';

/** How long a call over a gateway may ring for a campaign that asks for this, in seconds. */
export function ringTimeoutOver(
  {
    minRingTimeoutSeconds,
    maxRingTimeoutSeconds,
  }: Pick<DialGateway, 'minRingTimeoutSeconds' | 'maxRingTimeoutSeconds'>,
  askedSeconds: number,
): number {
  const atLeast = Math.max(askedSeconds, minRingTimeoutSeconds ?? 0);
  return Math.min(atLeast, maxRingTimeoutSeconds ?? Infinity);
}
