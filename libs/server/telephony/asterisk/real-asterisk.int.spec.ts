import { AsteriskSettings } from '@belltower/dto';
import { realSwitch } from '@belltower/testing';
import { describeTelephony } from '../telephony.contract';
import { connectReal } from '../testing/real-switch-bench';
import { asterisk } from './index';

/** `http://127.0.0.1:8088,belltower,password`; CONTRIBUTING.md says what else that Asterisk needs. */
const [address, user, password] = realSwitch('ASTERISK_TEST');
const NOBODY = 'http://127.0.0.1:5098';
const PATIENCE_MS = 120_000;

jest.setTimeout(PATIENCE_MS);
describeTelephony(
  'asterisk, with a real one as its switch,',
  (side) => {
    // Where nobody is to be there, it is the switch itself.
    const nodes = [side.down ? NOBODY : address!];
    const endpoint = 'PJSIP/{number}@belltower-test';
    const settings = Object.assign(new AsteriskSettings(), { nodes, user, password, endpoint });
    return connectReal(asterisk, side, settings);
  },
  { machines: false, restarts: false, crossings: false },
);
