import { DriverDescription } from './driver-description';
import { SIMULATOR } from './simulator-settings';

/** The drivers that can carry calls, in the order in which they are offered. */
export const VOICE_DRIVERS: readonly DriverDescription[] = [SIMULATOR];

export function voiceDriver(key: string): DriverDescription | undefined {
  return VOICE_DRIVERS.find((driver) => driver.key === key);
}
