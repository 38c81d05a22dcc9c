import { SIMULATOR, SimulatorSettings } from '@belltower/dto';
import { TelephonyDriver } from '../telephony-drivers';
import { Simulator } from './simulator';

export { ledgerOf, readLedger, type LedgerEntry } from './ledger';
export { scriptOf, type Script, type ScriptedCall } from './script';

export const simulator: TelephonyDriver<SimulatorSettings> = {
  ...SIMULATOR,
  create: (context) => new Simulator(context),
};
