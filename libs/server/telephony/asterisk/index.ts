import { ASTERISK, AsteriskSettings } from '@belltower/dto';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { SoundFolder } from '../sound';
import { TelephonyDriver } from '../telephony-drivers';
import { RealTimers } from '../timers';
import { AsteriskTelephony } from './asterisk-telephony';
import { HttpAri } from './http-ari';
import { SoundFiles } from './sound-files';

export const asterisk: TelephonyDriver<AsteriskSettings> = {
  ...ASTERISK,
  create: ({ gatewayId, settings, dataDir, clock, sounds }) => {
    const { user, password, soundFolder, soundFolderOnSwitch, language } = settings;
    const folder = soundFolder || resolve(join(dataDir, 'sounds'));
    return new AsteriskTelephony({
      settings,
      clock,
      timers: new RealTimers(),
      files: new SoundFiles(
        sounds,
        new SoundFolder(folder),
        soundFolderOnSwitch || folder,
        language,
      ),
      // Two that listened under one name would take the events away from each other.
      application: `belltower-${gatewayId}-${randomUUID().slice(0, 8)}`,
      connect: (address) => new HttpAri({ address, user, password: password ?? '' }),
    });
  },
};
