import { join } from 'node:path';
import { SIP, SipSettings } from '@belltower/dto';
import { TelephonyDriver } from '../telephony-drivers';
import { Journal } from './journal';
import { Locator } from './locator';
import { openConnection } from './open-connection';
import { SipTelephony } from './sip-telephony';
import { RealTimers } from '../timers';
import { WorkerMedia } from './worker-media';

export const sip: TelephonyDriver<SipSettings> = {
  ...SIP,
  create: ({ gatewayId, settings, dataDir, clock, sounds }) => {
    const places = new Locator(settings.transport);
    return new SipTelephony({
      settings,
      clock,
      timers: new RealTimers(),
      places,
      media: new WorkerMedia({ silenceSeconds: settings.soundTimeoutSeconds || null }),
      sounds,
      journal: new Journal(join(dataDir, 'sip', String(gatewayId))),
      open: (identity) => openConnection(settings, identity, places),
    });
  },
};
