import { describeTelephony } from '../telephony.contract';
import { givenSipTelephonyWith } from './sip-telephony.builder';
import { FarEnd } from './testing/far-end';
import { TimedMedia } from './testing/timed-media';

describeTelephony(
  'sip',
  async (side) => {
    let far!: FarEnd;
    const { telephony, time } = givenSipTelephonyWith(
      (timers) => new TimedMedia(timers, side.speakSeconds),
      (timers, media) => (far = new FarEnd(side, timers, (port, key) => media.press(port, key))),
    );
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
  { machines: false, restarts: false },
);
