import { Clock } from '@belltower/core';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finalize, Observable } from 'rxjs';
import { Sounds, Speech } from '../sound';
import { CallEvent, OutboundCall, Prompt, Telephony } from '../telephony';
import { Bench, FarSide } from '../telephony.contract';
import { TelephonyDriver } from '../telephony-drivers';
import { SipNetwork } from './sip-network';

/** Where the trunk of a real switch leads in tests; CONTRIBUTING.md names it. */
const NETWORK_PORT = 5_099;
const LOOK_AGAIN_MS = 50;

/** A second of quiet. */
class QuietSounds extends Sounds {
  private readonly speech: Speech = {
    pcmu: new Uint8Array(8_000).fill(0xff),
    pcma: new Uint8Array(8_000).fill(0xd5),
    seconds: 1,
  };

  async voice(): Promise<string> {
    return 'quiet';
  }

  make(_prompt: Prompt, _language: string, done: (speech: Speech) => void): void {
    done(this.speech);
  }
}

/** What was placed, and how much of it lives: whoever waits need not wait for what is over. */
class Watch {
  readonly placed: string[] = [];
  private living = 0;

  constructor(telephony: Telephony) {
    const place = telephony.place.bind(telephony);
    telephony.place = (call: OutboundCall): Observable<CallEvent> => {
      this.placed.push(call.id);
      this.living++;
      return place(call).pipe(finalize(() => this.living--));
    };
  }

  async pass(seconds: number): Promise<void> {
    const untilMs = Date.now() + seconds * 1_000;
    while (Date.now() < untilMs && this.living > 0)
      await new Promise((look) => setTimeout(look, LOOK_AGAIN_MS));
  }
}

/** A driver with a real switch, whose trunk leads to a far side that does as the test says. */
export async function connectReal<Settings extends object>(
  driver: TelephonyDriver<Settings>,
  side: FarSide,
  settings: Settings,
): Promise<Bench> {
  const network = await SipNetwork.start(side, NETWORK_PORT);
  const dataDir = await mkdtemp(join(tmpdir(), 'belltower-switch-'));
  // Read by the switch, whoever it runs as.
  await chmod(dataDir, 0o755);
  const clock = new Clock();
  const sounds = new QuietSounds();
  const telephony = driver.create({ gatewayId: 1, settings, dataDir, clock, sounds });
  // Its first connection is there before the first call.
  await telephony.check();
  const watch = new Watch(telephony);
  return {
    telephony,
    pass: (seconds) => watch.pass(seconds),
    reached: async () => {
      await telephony.close();
      return watch.placed.slice(0, network.far.invited.length);
    },
    close: async () => {
      await telephony.close();
      await network.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
