import { AsteriskSettings } from '@belltower/dto';
import { Recording, Prompt } from '../telephony';
import { SharedSounds, Sounds, Speech } from '../sound';
import { AsteriskTelephony } from './asterisk-telephony';
import { SoundFiles } from './sound-files';
import { FakeAsterisk } from './testing/fake-asterisk';
import { FakeSwitch, LoopAri } from './testing/loop-ari';
import { PassingTime } from './testing/passing-time';

export function givenAsteriskSettings(values: Partial<AsteriskSettings> = {}): AsteriskSettings {
  const nodes = ['http://switch.example:8088'];
  return Object.assign(new AsteriskSettings(), { nodes, password: 'secret' }, values);
}

/** Says every text at once; recordings are of what their numbers are. */
export class ReadySounds extends Sounds {
  /** Whether nothing can speak. */
  silent = false;

  async voice(): Promise<string | null> {
    return this.silent ? null : 'a voice for tests';
  }

  make(prompt: Prompt, _language: string, done: (speech: Speech | null) => void): void {
    const words = prompt.kind === 'text' ? prompt.text : `audio-${prompt.audioId}`;
    const pcmu = new Uint8Array(Buffer.from(words));
    done(this.silent ? null : { pcmu, pcma: pcmu, seconds: 1 });
  }
}

/** A folder in which every sound is at once, under a name that says what it is. */
export class ReadyFolder extends SharedSounds {
  put({ pcmu }: Speech, done: (name: string | null) => void): void {
    done(`${Buffer.from(pcmu).toString().replace(/\W+/g, '-')}.wav`);
  }

  take(_name: string, done: (recording: Recording | null) => void): void {
    done(null);
  }

  async problem(): Promise<string | null> {
    return null;
  }
}

/** The driver with switches without a network, at a time that only specs let pass. */
export function givenAsteriskTelephony<S extends FakeSwitch = FakeAsterisk>(
  makeSwitch: (time: PassingTime, address: string) => S,
  settings: Partial<AsteriskSettings> = {},
) {
  const time = new PassingTime();
  const all = givenAsteriskSettings(settings);
  const ways = new Map(
    all.nodes.map((address) => {
      const far = makeSwitch(time, address);
      return [address, { far, ari: new LoopAri(far) }] as const;
    }),
  );
  const sounds = new ReadySounds();
  const telephony = new AsteriskTelephony({
    settings: all,
    clock: time.clock,
    timers: time,
    files: new SoundFiles(sounds, new ReadyFolder(), '/sounds', all.language),
    application: 'belltower-1-test',
    connect: (address) => ways.get(address)!.ari,
  });
  const [first] = ways.values();
  return { telephony, time, sounds, ...first!, ways: [...ways.values()] };
}
