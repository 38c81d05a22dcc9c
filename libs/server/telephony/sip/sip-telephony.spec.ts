import { describeTelephony } from '../telephony.contract';
import { givenSipTelephony } from './sip-telephony.builder';
import { FarEnd } from './testing/far-end';

describeTelephony(
  'sip',
  async (side) => {
    let far!: FarEnd;
    const { telephony, time } = givenSipTelephony((timers) => (far = new FarEnd(side, timers)));
    return {
      telephony,
      pass: (seconds) => time.pass(seconds),
      reached: async () => {
        await telephony.close();
        return far.invited.map((callId) => callId.split('@')[0]!);
      },
      close: () => telephony.close(),
    };
  },
  { machines: false },
);
