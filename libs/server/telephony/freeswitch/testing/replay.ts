import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Timers } from '../../timers';
import { FakeSwitch, SwitchBehaviour, Values } from './fake-switch';

/** Cases of which a FreeSWITCH 1.10.12 was recorded while it called a test carrier. */
export type Recorded =
  | 'auth-dtmf-bye'
  | 'early-then-answer'
  | 'early-then-busy'
  | 'f404'
  | 'f480'
  | 'f486'
  | 'f503'
  | 'f603'
  | 'f607'
  | 'info-bye'
  | 'noanswer';

/** Says about every call what was recorded about one, in the recorded order and at the recorded times. */
export class Replay implements SwitchBehaviour {
  readonly socket = new FakeSwitch();
  private readonly events: Values[];

  constructor(
    name: Recorded,
    private readonly timers: Timers,
  ) {
    this.socket.behaviour = this;
    this.events = readFileSync(join(__dirname, 'recorded', `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Values);
  }

  api([name = '']: string[]): string {
    if (name === 'global_getvar') return 'core';
    return name === 'sofia' ? '<state>REGED</state><status>UP</status>' : '+OK\n';
  }

  job(text: string): void {
    const uuid = /origination_uuid=([^,}]+)/.exec(text)?.[1] ?? '';
    const recorded = this.events[0]!['Unique-ID']!;
    const startUs = Number(this.events[0]!['Event-Date-Timestamp']);
    for (const event of this.events) {
      const afterMs = (Number(event['Event-Date-Timestamp']) - startUs) / 1_000;
      const own = JSON.parse(JSON.stringify(event).replaceAll(recorded, uuid)) as Values;
      this.timers.after(Math.max(0, afterMs), () => this.socket.event(own));
    }
  }

  message(): boolean {
    return true;
  }
}
