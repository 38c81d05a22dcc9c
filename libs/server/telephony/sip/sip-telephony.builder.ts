import { SipSettings } from '@belltower/dto';
import { Locator } from './locator';
import { SipTelephony } from './sip-telephony';
import { LoopTransport, Peer } from './testing/loop-transport';
import { ReadyVoice, ScriptedMedia } from './testing/silent-parts';
import { VirtualTime } from './testing/virtual-time';

export function givenSipSettings(values: Partial<SipSettings> = {}): SipSettings {
  return Object.assign(new SipSettings(), { host: '192.0.2.9' }, values);
}

/** The driver on a wire without a network, at a time that only specs let pass. */
export function givenSipTelephony(
  makePeer: (time: VirtualTime) => Peer,
  {
    settings = {},
    voice = new ReadyVoice(),
    lost,
  }: { settings?: Partial<SipSettings>; voice?: ReadyVoice; lost?: () => boolean } = {},
) {
  const time = new VirtualTime();
  const wire = new LoopTransport(makePeer(time), 'udp', lost);
  const media = new ScriptedMedia();
  const all = givenSipSettings(settings);
  const places = new Locator(all.transport);
  const telephony = new SipTelephony({
    settings: all,
    clock: time.clock,
    timers: time,
    places,
    media,
    voice,
    open: (identity) => ({ transport: wire, targets: places.direct(identity.firstHop)! }),
  });
  return { telephony, time, wire, media };
}
