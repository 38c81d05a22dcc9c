import { Clock } from '@belltower/core';
import { SipSettings } from '@belltower/dto';
import { Sounds } from '../sound';
import { Journal } from './journal';
import { Locator, NameService } from './locator';
import { openConnection } from './open-connection';
import { Media } from './media';
import { SipTelephony } from './sip-telephony';
import { LoopTransport, Peer } from './testing/loop-transport';
import { readySounds, ScriptedMedia } from './testing/silent-parts';
import { VirtualTime } from '../testing/virtual-time';
import { RealTimers } from '../timers';
import { WorkerMedia } from './worker-media';

export function givenSipSettings(values: Partial<SipSettings> = {}): SipSettings {
  return Object.assign(new SipSettings(), { host: '192.0.2.9' }, values);
}

interface GivenSip {
  settings?: Partial<SipSettings>;
  sounds?: Sounds;
  lost?: () => boolean;
}

/** The driver on a wire without a network, at a time that only specs let pass. */
export function givenSipTelephony(makePeer: (time: VirtualTime) => Peer, options: GivenSip = {}) {
  return givenSipTelephonyWith(() => new ScriptedMedia(), makePeer, options);
}

/** The same with sound of one's own. */
export function givenSipTelephonyWith<M extends Media>(
  makeMedia: (time: VirtualTime) => M,
  makePeer: (time: VirtualTime, media: M) => Peer,
  { settings = {}, sounds = readySounds(), lost }: GivenSip = {},
) {
  const time = new VirtualTime();
  const media = makeMedia(time);
  const wire = new LoopTransport(makePeer(time, media), 'udp', lost);
  const all = givenSipSettings(settings);
  const places = new Locator(all.transport);
  const telephony = new SipTelephony({
    settings: all,
    clock: time.clock,
    timers: time,
    places,
    media,
    sounds,
    open: (identity) => ({ transport: wire, targets: places.direct(identity.firstHop)! }),
  });
  return { telephony, time, wire, media };
}

/** The driver over the network of this machine, in real time; whoever is called hears nothing for half a minute. */
export function givenRealSipTelephony(
  values: Partial<SipSettings>,
  { names, journal }: { names?: NameService; journal?: Journal } = {},
) {
  const settings = givenSipSettings({ host: '127.0.0.1', ...values });
  const places = new Locator(settings.transport, names);
  const silence = new Uint8Array(new SharedArrayBuffer(240_000)).fill(0xff);
  return new SipTelephony({
    settings,
    clock: new Clock(),
    timers: new RealTimers(),
    places,
    media: new WorkerMedia({ silenceSeconds: null }),
    sounds: readySounds({ pcmu: silence, pcma: silence, seconds: 30 }),
    ...(journal ? { journal } : {}),
    open: (identity) => openConnection(settings, identity, places),
  });
}
