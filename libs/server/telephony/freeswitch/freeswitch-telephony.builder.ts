import { FreeswitchSettings } from '@belltower/dto';
import { SharedSounds, Sounds, Speech, SpokenSounds, Voice } from '../sound';
import { Recording } from '../telephony';
import { FarSide } from '../telephony.contract';
import { RealTimers } from '../timers';
import { VirtualTime } from '../testing/virtual-time';
import { FreeswitchTelephony } from './freeswitch-telephony';
import { LoopWires } from './testing/loop-wire';
import { ScriptedSwitch } from './testing/scripted-switch';
import { serveSwitch } from './testing/serve-switch';

/** Says everything at once; each text is a sound of its own. */
class ReadyVoice extends Voice {
  private readonly spoken = new Map<string, Speech>();

  constructor(
    private readonly mute: boolean,
    private readonly seconds: number,
  ) {
    super();
  }

  async name(): Promise<string | null> {
    return this.mute ? null : 'a voice for tests';
  }

  speak(text: string, _language: string, done: (speech: Speech | null) => void): void {
    const { seconds } = this;
    const sound = { pcmu: new Uint8Array(8), pcma: new Uint8Array(8), seconds };
    const speech: Speech = this.spoken.get(text) ?? sound;
    this.spoken.set(text, speech);
    done(this.mute ? null : speech);
  }
}

/** Sounds are there at once; sound number 1 is `1.wav`. */
export class ReadySharedSounds extends SharedSounds {
  private readonly names = new Map<Speech, string>();
  readonly taken: string[] = [];
  /** Seconds of speech in the file of this path. */
  spoken: (path: string) => number = () => 0;
  trouble: string | null = null;

  put(speech: Speech, done: (name: string | null) => void): void {
    const name = this.names.get(speech) ?? `${this.names.size + 1}.wav`;
    this.names.set(speech, name);
    done(this.trouble === null ? name : null);
  }

  take(name: string, done: (recording: Recording | null) => void): void {
    this.taken.push(name);
    const seconds = this.spoken(`/sounds/${name}`);
    done(seconds ? { seconds, pcmu: new Uint8Array(seconds * 8_000) } : null);
  }

  async problem(): Promise<string | null> {
    return this.trouble;
  }
}

export function givenFreeswitchSettings(
  values: Partial<FreeswitchSettings> = {},
): FreeswitchSettings {
  return Object.assign(
    new FreeswitchSettings(),
    { nodes: ['192.0.2.9'], password: 'secret', gateway: 'carrier' },
    values,
  );
}

export interface GivenParts {
  settings?: Partial<FreeswitchSettings>;
  mute?: boolean;
  folder?: string;
  /** Length of every sound. */
  soundSeconds?: number;
}

/** All that the driver is made of but its wires. */
export function givenFreeswitchParts(
  time: VirtualTime,
  { settings = {}, mute = false, folder = '/sounds', soundSeconds = 1 }: GivenParts = {},
) {
  const sounds: Sounds = new SpokenSounds(new ReadyVoice(mute, soundSeconds));
  return {
    settings: givenFreeswitchSettings(settings),
    clock: time.clock,
    timers: time,
    sounds,
    shared: new ReadySharedSounds(),
    folder,
  };
}

/** The driver with as many fake switches as its settings name, at a time that only specs let pass. */
export function givenFreeswitch(side: FarSide, given: GivenParts = {}) {
  const time = new VirtualTime();
  const wires = new LoopWires(time);
  const parts = givenFreeswitchParts(time, given);
  const { soundSeconds = 1 } = given;
  const switches = new Map(
    parts.settings.nodes.map((place) => [
      place.split(':')[0]!,
      new ScriptedSwitch({ side, timers: time, soundSeconds }),
    ]),
  );
  const telephony = new FreeswitchTelephony({
    ...parts,
    open: (host) => wires.to(switches.get(host)!.socket),
  });
  // Connections open in the next moment.
  time.pass(0);
  const [first] = switches.values();
  const { shared } = parts;
  shared.spoken = (path) => first!.recorded.get(path) ?? 0;
  return { telephony, time, shared, switches: [...switches.values()], fake: first! };
}

/** A fake switch on 127.0.0.1, whose phones are treated as the side says. */
export async function givenServedSwitch(side: FarSide, password = 'secret') {
  const fake = new ScriptedSwitch({ side, timers: new RealTimers(), password });
  const { port, close } = await serveSwitch(fake.socket);
  return { fake, port, close };
}
