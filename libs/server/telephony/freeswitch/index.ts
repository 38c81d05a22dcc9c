import { FREESWITCH, FreeswitchSettings } from '@belltower/dto';
import { join, resolve } from 'node:path';
import { SoundFolder } from '../sound';
import { TelephonyDriver } from '../telephony-drivers';
import { RealTimers } from '../timers';
import { FreeswitchTelephony } from './freeswitch-telephony';
import { tcpWire } from './wire';

export const freeswitch: TelephonyDriver<FreeswitchSettings> = {
  ...FREESWITCH,
  create: ({ settings, clock, dataDir, sounds }) => {
    const folder = settings.soundFolder ?? resolve(join(dataDir, 'sounds'));
    return new FreeswitchTelephony({
      settings,
      clock,
      timers: new RealTimers(),
      sounds,
      shared: new SoundFolder(folder),
      folder: settings.soundFolderOnSwitch ?? folder,
      open: tcpWire,
    });
  },
};
