import { ASTERISK } from './asterisk-settings';
import { DriverDescription } from './driver-description';
import { FREESWITCH } from './freeswitch-settings';
import { SIMULATOR } from './simulator-settings';
import { SIP } from './sip-settings';

/** The drivers that can carry calls, in the order in which they are offered. */
export const VOICE_DRIVERS = [SIMULATOR, SIP, FREESWITCH, ASTERISK] as readonly DriverDescription[];

export function voiceDriver(key: string): DriverDescription | undefined {
  return VOICE_DRIVERS.find((driver) => driver.key === key);
}
