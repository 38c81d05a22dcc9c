import { FreeswitchSettings } from '@belltower/dto';
import { realSwitch } from '@belltower/testing';
import { describeTelephony } from '../telephony.contract';
import { connectReal } from '../testing/real-switch-bench';
import { freeswitch } from './index';

/** `127.0.0.1:8021,password`; CONTRIBUTING.md says what else that FreeSWITCH needs. */
const [address, password] = realSwitch('FREESWITCH_TEST');
const NOBODY = '127.0.0.1:5098';
const PATIENCE_MS = 120_000;

jest.setTimeout(PATIENCE_MS);
describeTelephony(
  'freeswitch, with a real one as its switch,',
  (side) => {
    // Where nobody is to be there, it is the switch itself.
    const nodes = [side.down ? NOBODY : address!];
    const gateway = 'belltower-test';
    const settings = Object.assign(new FreeswitchSettings(), { nodes, password, gateway });
    return connectReal(freeswitch, side, settings);
  },
  { machines: false, restarts: false, crossings: false },
);
