import { SMS_SIMULATOR, SmsSimulatorSettings } from '@belltower/dto';
import { MessagingDriver } from '../messaging-drivers';
import { SmsSimulator } from './sms-simulator';

export { readSmsLedger, type SmsLedgerEntry } from './sms-ledger';

export const smsSimulator: MessagingDriver<SmsSimulatorSettings> = {
  ...SMS_SIMULATOR,
  create: (context) => new SmsSimulator(context),
};
