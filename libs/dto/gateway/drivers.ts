import { DriverDescription } from './driver-description';
import { Channel } from './gateway';
import { SMS_DRIVERS } from './sms-drivers';
import { VOICE_DRIVERS } from './voice-drivers';

/** The drivers of each channel, in the order in which they are offered. */
export const DRIVERS: Readonly<Record<Channel, readonly DriverDescription[]>> = {
  [Channel.Voice]: VOICE_DRIVERS,
  [Channel.Sms]: SMS_DRIVERS,
};

/** Undefined where no driver of the channel is called that. */
export function driverOf(channel: Channel, key: string): DriverDescription | undefined {
  return DRIVERS[channel].find((driver) => driver.key === key);
}
