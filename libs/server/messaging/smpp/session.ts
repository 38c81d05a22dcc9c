import { Socket } from 'node:net';
import smpp from 'smpp';
import { Frames, FramingError, headerOf, Header, newPdu, Pdu, pduOf, textIn } from './pdu';
import { STATUS } from './status';

/** The answer to a request of ours. */
export interface SmppAnswer {
  status: number;
  /** Of `submit_sm`; empty where there is none. */
  messageId: string;
}

/** A request was written, and it is not known what became of it. */
export class Unanswered extends Error {}

/** A request was not even written: nobody has heard of it. */
export class NotSaid extends Error {}

export interface SessionListener {
  /** A message or receipt; resolves with the status that it is answered with. */
  delivered(pdu: Pdu): Promise<number>;
  /** Exactly once, whoever closed it; the problem is for people. */
  closed(problem: string): void;
}

export interface SessionTimes {
  answerMs: number;
  enquireMs: number;
}

const DELIVERIES = ['deliver_sm', 'data_sm'];
const DELIVERY_IDS = DELIVERIES.map((command) => smpp.commands[command]!.id);
/** Deliveries that are being kept; while there are as many, nothing more is read. */
const MOST_BEING_KEPT = 100;
const MOST_SEQUENCE = 0x7fffffff;
/** Requests whose answers are not waited for any more, and are told all the same. */
const MOST_LATE = 1_000;
/** How long a goodbye may take. */
const UNBIND_MS = 1_000;

interface Waiting {
  answered(answer: SmppAnswer): void;
  lost(problem: string): void;
  timer: NodeJS.Timeout;
}

/** One connection to a message centre: requests with their answers, deliveries, and whether the other side is alive. */
export class SmppSession {
  private readonly frames = new Frames();
  private readonly waiting = new Map<number, Waiting>();
  private readonly late = new Map<number, (answer: SmppAnswer) => void>();
  private sequence = 0;
  private beingKept = 0;
  private heardMs = Date.now();
  private readonly enquiries: NodeJS.Timeout;
  private ended = false;
  private problem = 'The connection was closed';

  /** @param socket connected, with nothing of it read yet */
  constructor(
    private readonly socket: Socket,
    private readonly times: SessionTimes,
    private readonly listener: SessionListener,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', (error) => (this.problem = error.message));
    socket.on('close', () => this.end());
    this.enquiries = setInterval(() => this.enquire(), times.enquireMs);
  }

  /** How many requests wait for their answers. */
  get pending(): number {
    return this.waiting.size;
  }

  /**
   * @param late told of an answer that comes after all
   * @throws Unanswered where no answer came in time, or the connection was lost before
   * @throws NotSaid where there is no connection any more
   */
  request(
    command: string,
    fields: object = {},
    late?: (answer: SmppAnswer) => void,
  ): Promise<SmppAnswer> {
    if (this.ended || !this.socket.writable) return Promise.reject(new NotSaid(this.problem));
    this.sequence = this.sequence === MOST_SEQUENCE ? 1 : this.sequence + 1;
    const sequence = this.sequence;
    return new Promise((answered, reject) => {
      const lost = (problem: string) => {
        clearTimeout(timer);
        this.waiting.delete(sequence);
        reject(new Unanswered(problem));
      };
      const timer = setTimeout(() => {
        lost(`No answer to ${command} in time`);
        if (late) this.awaitLate(sequence, late);
      }, this.times.answerMs);
      this.waiting.set(sequence, { answered, lost, timer });
      this.write(newPdu(command, { ...fields, sequence_number: sequence }));
    });
  }

  /** Says goodbye and closes. What waits for an answer is lost. */
  async close(): Promise<void> {
    if (this.ended) return;
    const goodbye = this.request('unbind').catch(() => undefined);
    await Promise.race([goodbye, new Promise((over) => setTimeout(over, UNBIND_MS).unref())]);
    this.destroy('closed');
  }

  destroy(problem: string): void {
    this.problem = problem;
    this.socket.destroy();
    this.end();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.enquiries);
    for (const { lost } of [...this.waiting.values()]) lost(this.problem);
    this.listener.closed(this.problem);
  }

  /** Asks only where nothing was heard for a while. A connection that does not answer is none. */
  private enquire(): void {
    if (Date.now() - this.heardMs < this.times.enquireMs / 2) return;
    this.request('enquire_link').catch(() => this.destroy('It does not answer any more'));
  }

  private read(chunk: Buffer): void {
    this.heardMs = Date.now();
    try {
      for (const frame of this.frames.push(chunk)) if (!this.ended) this.take(frame);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      this.destroy(error.message);
    }
  }

  private take(frame: Buffer): void {
    const header = headerOf(frame);
    const pdu = pduOf(frame);
    if (header.isResponse) return this.answer(header, pdu);
    if (!pdu) return this.refuseUnreadable(header);
    if (DELIVERIES.includes(pdu.command)) return void this.deliver(pdu);
    if (pdu.command === 'enquire_link') return this.write(pdu.response());
    if (pdu.command === 'unbind') {
      this.write(pdu.response());
      this.problem = 'The message centre has ended the session';
      this.socket.destroySoon();
      // Nothing that waits will be answered, and nothing more may be said.
      return this.end();
    }
    this.nack(header, STATUS.invalidCommand);
  }

  /** What its sender would send again and again: it is told that we will never take it. */
  private refuseUnreadable(header: Header): void {
    const at = DELIVERY_IDS.indexOf(header.commandId);
    if (at < 0) return this.nack(header, STATUS.invalidLength);
    const fields = { sequence_number: header.sequence, command_status: STATUS.receiverRejects };
    this.write(newPdu(`${DELIVERIES[at]}_resp`, fields));
  }

  private nack({ sequence }: Header, status: number): void {
    this.write(newPdu('generic_nack', { sequence_number: sequence, command_status: status }));
  }

  private answer({ sequence, status }: Header, pdu: Pdu | null): void {
    const waiting = this.waiting.get(sequence);
    const answer = { status, messageId: pdu ? textIn(pdu, 'message_id') : '' };
    if (!waiting) {
      // Too late, or answered already, or never asked.
      this.late.get(sequence)?.(answer);
      this.late.delete(sequence);
      return;
    }
    clearTimeout(waiting.timer);
    this.waiting.delete(sequence);
    waiting.answered(answer);
  }

  private awaitLate(sequence: number, late: (answer: SmppAnswer) => void): void {
    this.late.set(sequence, late);
    const [oldest] = this.late.keys();
    if (this.late.size > MOST_LATE) this.late.delete(oldest!);
  }

  private async deliver(pdu: Pdu): Promise<void> {
    if (++this.beingKept >= MOST_BEING_KEPT) this.socket.pause();
    const status = await this.listener.delivered(pdu);
    if (--this.beingKept < MOST_BEING_KEPT) this.socket.resume();
    this.write(pdu.response({ command_status: status }));
  }

  private write(pdu: Pdu): void {
    if (!this.ended && this.socket.writable) this.socket.write(pdu.toBuffer());
  }
}
