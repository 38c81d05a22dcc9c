import { DriverDescription } from './driver-description';
import { SIMULATOR } from './simulator-settings';
import { SIP } from './sip-settings';

/** The drivers that can carry calls, in the order in which they are offered. */
export const VOICE_DRIVERS = [SIMULATOR, SIP] as readonly DriverDescription[];

export function voiceDriver(key: string): DriverDescription | undefined {
  return VOICE_DRIVERS.find((driver) => driver.key === key);
}
