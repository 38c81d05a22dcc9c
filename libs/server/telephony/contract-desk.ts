import { Disposition } from '@belltower/dto';
import { filter, firstValueFrom, lastValueFrom, Observable, shareReplay, toArray } from 'rxjs';
import { CallEvent, HungUp, OutboundCall, Prompt, Telephony, TransferTarget } from './telephony';

/** How the other side is to treat the calls of one test. */
export interface FarSide {
  /** What becomes of a call; `silent`: not even a provisional answer; `late`: the answer crosses our ring timeout. */
  outcome: Disposition | 'silent' | 'late';
  ringSeconds?: number;
  /** Until whoever answered hangs up. */
  talkSeconds?: number;
  /** Whether sound comes before the answer, as an announcement does. */
  earlyMedia?: boolean;
  /** Keys that the person who answers presses: the first half a second after the answer, and one each half second. */
  keys?: string;
  /** How they come: with the sound (RFC 4733), or as messages of their own (SIP INFO). */
  keysBy?: 'event' | 'info';
  /** How long the person speaks when what is said is recorded; not at all where it is absent. */
  speakSeconds?: number;
  /** How the party treats its call that a callee is transferred to. */
  other?: Pick<FarSide, 'outcome' | 'ringSeconds' | 'talkSeconds'>;
  /** Whether nothing answers at all when asked. */
  down?: boolean;
}

/** A driver connected to something that behaves as the test says. */
export interface Bench {
  telephony: Telephony;
  /** Lets so much time pass for both sides, and everything happen that falls due meanwhile. */
  pass(seconds: number): void | Promise<void>;
  /** Closes the driver and tells the ids of the calls that really reached the other side, in order. */
  reached(): Promise<string[]>;
  /** The switch forgets all of its calls, as if it had been started anew; absent where there is none between. */
  restart?(): Promise<void>;
  close(): Promise<void>;
}

/** What not every driver can. */
export interface Abilities {
  /** Whether it tells an answering machine from a person. */
  machines: boolean;
  /** Whether what is to be heard takes its time, what is said is recorded, and callees are transferred. */
  listens: boolean;
  /** Whether there is a switch between us and the phone network that can forget its calls. */
  restarts: boolean;
  /** Whether an answer that crosses our giving up is told at all: a switch may hang it up by itself. */
  crossings: boolean;
}

export const ALL: Abilities = { machines: true, listens: true, restarts: true, crossings: true };

export const HELLO: Prompt = { kind: 'text', text: 'Hello', language: null };
export const OTHER: TransferTarget = {
  number: '+12025550177',
  callerId: '+12025550100',
  ringTimeoutSeconds: 20,
};

/** Where a test of the contract places calls, over one driver at a time. */
export class Desk {
  bench!: Bench;
  private calls = 0;

  constructor(private readonly makeBench: (side: FarSide) => Promise<Bench>) {}

  async connect(side: FarSide): Promise<Bench> {
    return (this.bench = await this.makeBench(side));
  }

  call(values: Partial<OutboundCall> = {}): OutboundCall {
    return {
      id: `bt-1-${++this.calls}`,
      number: '+12025550123',
      callerId: '+12025550100',
      callerName: 'Clinic',
      ringTimeoutSeconds: 30,
      maxCallSeconds: 600,
      opening: { prompt: HELLO, waitSeconds: 1_000 },
      prompts: [],
      keys: ['1', '9'],
      ...values,
    };
  }

  /** Places a call at once; everything it tells can be read again and again. */
  place(values?: Partial<OutboundCall>): Observable<CallEvent> {
    const events = this.bench.telephony.place(this.call(values)).pipe(shareReplay());
    events.subscribe();
    return events;
  }

  /** Places a call and comes back a moment after its answer; `told` is what has been told so far. */
  async answer(side: Partial<FarSide>, values: Partial<OutboundCall> = {}) {
    const { Answered } = Disposition;
    await this.connect({ outcome: Answered, ringSeconds: 1, talkSeconds: 500, ...side });
    const id = `bt-1-answered-${++this.calls}`;
    const events = this.place({ id, prompts: [HELLO], ...values });
    const told: CallEvent[] = [];
    events.subscribe((event) => told.push(event));
    await this.bench.pass(1.2);
    const answered = await first(events, 'answered');
    return { id, events, told, answered };
  }
}

export function all(events: Observable<CallEvent>): Promise<CallEvent[]> {
  return lastValueFrom(events.pipe(toArray()));
}

export function first(events: Observable<CallEvent>, type: CallEvent['type']): Promise<CallEvent> {
  return firstValueFrom(events.pipe(filter((event) => event.type === type)));
}

export function typesOf(events: readonly CallEvent[]): CallEvent['type'][] {
  return events.map(({ type }) => type);
}

export async function endOf(events: Observable<CallEvent>): Promise<CallEvent & HungUp> {
  return (await all(events)).at(-1) as CallEvent & HungUp;
}

export function secondsBetween(from: CallEvent, to: CallEvent): number {
  return (to.at.getTime() - from.at.getTime()) / 1_000;
}
