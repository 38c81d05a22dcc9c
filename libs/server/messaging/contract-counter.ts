import { Incoming, Messaging, OutboundMessage, Receipt, Reply } from './messaging';

/** How the other side is to treat the messages of one test. */
export interface FarSide {
  /**
   * What it says to a message: it is `taken`, refused for its number (`wrong-number`), refused for a reason of the
   * provider's (`broken`), not for now (`busy`), or taken without a word (`silent`).
   */
  answer: 'taken' | 'wrong-number' | 'broken' | 'busy' | 'silent';
  /** What becomes of the phone, where the message was taken; nothing is ever told where it is absent. */
  outcome?: 'delivered' | 'undelivered' | 'expired';
  /** How it is told: once after the answer, before the answer, twice, or with an older state after it. */
  told?: 'after' | 'before' | 'twice' | 'out-of-order';
  /** What whoever got the message writes back. */
  reply?: string;
  /** Whether nothing answers at all when asked. */
  down?: boolean;
}

/** A message as the other side has understood it, whole. */
export interface Arrived {
  number: string;
  sender: string | null;
  text: string;
}

/** A driver connected to something that behaves as the test says. */
export interface Bench {
  messaging: Messaging;
  /** Lets so much time pass for both sides, and everything happen that falls due meanwhile. */
  pass(seconds: number): Promise<void>;
  /** What has reached the other side, in order, doubles too. To be asked last: it may close the driver. */
  arrived(): Promise<Arrived[]>;
  close(): Promise<void>;
}

/** Where a test of the contract hands messages over, and everything that comes in is kept. */
export class Counter {
  bench!: Bench;
  readonly incoming: Incoming[] = [];
  /** How many times more what comes in cannot be kept. */
  failures = 0;
  private messages = 0;

  constructor(
    private readonly makeBench: (
      side: FarSide,
      receive: (incoming: Incoming) => Promise<void>,
    ) => Promise<Bench>,
  ) {}

  async connect(side: FarSide): Promise<Bench> {
    this.incoming.length = 0;
    this.failures = 0;
    return (this.bench = await this.makeBench(side, (incoming) => this.keep(incoming)));
  }

  message(values: Partial<OutboundMessage> = {}): OutboundMessage {
    return {
      id: `bt-1-${++this.messages}`,
      number: '+12025550123',
      sender: '+12025550100',
      text: 'The clinic is open again.',
      ...values,
    };
  }

  /** Hands a message over and lets time pass until it is known what came of it. */
  async send(values?: Partial<OutboundMessage>, seconds = 40) {
    const submission = this.bench.messaging.send(this.message(values));
    await this.bench.pass(seconds);
    return submission;
  }

  get receipts(): Receipt[] {
    return this.incoming.filter((incoming) => incoming.type === 'receipt');
  }

  get replies(): Reply[] {
    return this.incoming.filter((incoming) => incoming.type === 'reply');
  }

  private async keep(incoming: Incoming): Promise<void> {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('The database is away.');
    }
    this.incoming.push(incoming);
  }
}
