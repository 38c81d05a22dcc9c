import { describeTelephony } from '../telephony.contract';
import { givenAsteriskTelephony } from './asterisk-telephony.builder';
import { FakeAsterisk } from './testing/fake-asterisk';

describeTelephony(
  'asterisk',
  async (side) => {
    const { telephony, time, far } = givenAsteriskTelephony(
      (timers) => new FakeAsterisk(side, timers),
    );
    return {
      telephony,
      pass: (seconds) => time.passing(seconds),
      reached: async () => {
        await telephony.close();
        return far.dialled;
      },
      restart: async () => far.restart(),
      close: () => telephony.close(),
    };
  },
  { machines: false },
);
