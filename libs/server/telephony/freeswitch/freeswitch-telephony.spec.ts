import { describeTelephony } from '../telephony.contract';
import { givenFreeswitch } from './freeswitch-telephony.builder';

describeTelephony(
  'freeswitch',
  async (side) => {
    const { telephony, time, fake } = givenFreeswitch(side);
    return {
      telephony,
      pass: (seconds) => time.pass(seconds),
      reached: async () => {
        await telephony.close();
        return fake.dialled.map(({ uuid }) => uuid);
      },
      restart: async () => fake.restart(),
      close: () => telephony.close(),
    };
  },
  { machines: false },
);
