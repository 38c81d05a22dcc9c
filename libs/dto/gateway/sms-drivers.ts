import { DriverDescription } from './driver-description';
import { HTTP_SMS } from './http-sms-settings';
import { SMPP } from './smpp-settings';
import { SMS_SIMULATOR } from './sms-simulator-settings';

/** The drivers that can carry messages, in the order in which they are offered. */
export const SMS_DRIVERS = [SMS_SIMULATOR, HTTP_SMS, SMPP] as readonly DriverDescription[];

export function smsDriver(key: string): DriverDescription | undefined {
  return SMS_DRIVERS.find((driver) => driver.key === key);
}
