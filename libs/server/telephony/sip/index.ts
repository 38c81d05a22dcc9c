import { SIP, SipSettings } from '@belltower/dto';
import { TelephonyDriver } from '../telephony-drivers';
import { EspeakVoice } from './espeak-voice';
import { Locator } from './locator';
import { openConnection } from './open-connection';
import { SipTelephony } from './sip-telephony';
import { RealTimers } from './timers';
import { WorkerMedia } from './worker-media';

export const sip: TelephonyDriver<SipSettings> = {
  ...SIP,
  create: ({ settings, clock }) => {
    const places = new Locator(settings.transport);
    return new SipTelephony({
      settings,
      clock,
      timers: new RealTimers(),
      places,
      media: new WorkerMedia({ silenceSeconds: settings.soundTimeoutSeconds || null }),
      voice: new EspeakVoice(settings.language),
      open: (identity) => openConnection(settings, identity, places),
    });
  },
};
