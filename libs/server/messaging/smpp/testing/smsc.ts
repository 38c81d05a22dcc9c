import { fromGsm } from '@belltower/dto';
import { AddressInfo, Server, Socket } from 'node:net';
import smpp, { Pdu, Session } from 'smpp';
// By its path: benchmarks use this outside of specs, where the index of that project cannot be loaded.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { SERVER_CERTIFICATE, SERVER_KEY } from '../../../testing/certificates';
import '../pdu';
import { FarSide, Arrived } from '../../contract-counter';

export interface SmscOptions extends FarSide {
  tls?: boolean;
  /** Status that binds are answered with. */
  bindStatus?: number;
  /** How many may be bound at the same time; others are refused. */
  mostBound?: number;
  /** From which submit on nothing is answered until {@link Smsc.goOn}; 0 is the first. */
  holdFrom?: number;
  /** Whether nothing is answered any more once it is bound. */
  mute?: boolean;
  /** Statuses that the first submits are answered with; what comes after them is answered as `answer` says. */
  statuses?: number[];
  /** How the answer, and receipts, write the id. */
  ids?: 'same' | 'decimal-receipts' | 'hex-receipts';
  /** Whether receipts say their id and state in optional parameters, in the text, or in both. */
  receiptIn?: 'text' | 'parameters' | 'both';
  /** Whether a receipt comes for each part of a message or for its first alone. */
  receiptsOf?: 'every' | 'first';
  /** Whether deliveries that nobody has acknowledged wait for the next who can receive. */
  patient?: boolean;
}

const WORDS = { delivered: 'DELIVRD', undelivered: 'UNDELIV', expired: 'EXPIRED' } as const;
const STATES = { delivered: 2, undelivered: 5, expired: 3 } as const;
const ALREADY_BOUND = 0x05;
const STATUSES = { 'wrong-number': 0x0b, broken: 0x08, busy: 0x58 } as const;

/** A message centre for tests, on the library's server side: it does as it is told and takes down what it got. */
export class Smsc {
  /** Every `submit_sm`, answered or not, in order. */
  readonly submits: Pdu[] = [];
  readonly binds: Pdu[] = [];
  /** What the ends of our deliveries were answered with. */
  readonly acknowledged: number[] = [];
  readonly sessions = new Set<Session>();
  /** When each submit came, in milliseconds. */
  readonly cameMs: number[] = [];
  /** Most submits that waited for their answers at the same time. */
  mostWaiting = 0;
  private waiting = 0;
  private answering: (() => void)[] = [];
  private holding = false;
  private goneOn = false;
  private next = 0xabcdef0;
  /** Deliveries that are planned or not acknowledged yet. */
  private undone = 0;
  /** Those for which nobody is there. */
  private readonly owed: object[] = [];
  private readonly unacknowledged = new Map<Session, Set<object>>();

  private constructor(
    private readonly server: Server,
    private readonly options: SmscOptions,
  ) {}

  static async start(options: SmscOptions, port = 0): Promise<Smsc> {
    const keys = options.tls ? { key: SERVER_KEY, cert: SERVER_CERTIFICATE } : {};
    let smsc: Smsc | null = null;
    const server = smpp.createServer(keys, (session) => smsc!.meet(session));
    await new Promise<void>((up) => server.listen(port, '127.0.0.1', up));
    smsc = new Smsc(server, options);
    return smsc;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get isQuiet(): boolean {
    return this.undone === 0;
  }

  /** Answers nothing until {@link goOn}. */
  hold(): void {
    this.holding = true;
    this.goneOn = false;
  }

  goOn(): void {
    this.holding = false;
    this.goneOn = true;
    for (const answer of this.answering.splice(0)) answer();
  }

  /** Breaks every connection, as a network does. */
  breakAll(): void {
    for (const { socket } of this.sessions) (socket as Socket).destroy();
  }

  async close(): Promise<void> {
    this.breakAll();
    await new Promise((closed) => this.server.close(closed));
  }

  /** What has come in, put together by the headers of its parts. */
  arrived(): Arrived[] {
    const parts = new Map<string, string[]>();
    const messages: { head: Pdu; texts: string[] }[] = [];
    for (const pdu of this.submits) {
      const short = pdu['short_message'] as Buffer;
      const octets = short.length ? short : ((pdu['message_payload'] as Buffer) ?? short);
      const isPart = ((pdu['esm_class'] as number) & 0x40) !== 0;
      const text = textOf(isPart ? octets.subarray(1 + octets[0]!) : octets, pdu);
      if (!isPart) {
        messages.push({ head: pdu, texts: [text] });
        continue;
      }
      const [, , , reference, total, sequence] = octets;
      const key = `${pdu['destination_addr']} ${reference} ${total}`;
      const texts = parts.get(key) ?? new Array<string>(total!).fill('');
      if (!parts.has(key)) messages.push({ head: pdu, texts });
      parts.set(key, texts);
      texts[sequence! - 1] += text;
    }
    return messages.map(({ head, texts }) => ({
      number: `+${head['destination_addr']}`,
      sender: senderOf(head),
      text: texts.join(''),
    }));
  }

  /** Delivers to whoever can receive, again and again until it is taken. */
  deliver(fields: object): void {
    this.undone++;
    this.deliverNow(fields);
  }

  /** Whoever got a message replies to it. */
  reply(submit: Pdu, text: string): void {
    this.deliver(replyOf(submit, text));
  }

  private deliverNow(fields: object): void {
    const session = [...this.sessions].at(-1);
    if (!session) {
      if (this.options.patient) this.owed.push(fields);
      else this.undone--;
      return;
    }
    const open = this.unacknowledged.get(session) ?? new Set();
    this.unacknowledged.set(session, open.add(fields));
    session.deliver_sm(fields, ({ command_status }) => {
      // After its connection broke it has been delivered to another.
      if (!open.delete(fields)) return;
      this.acknowledged.push(command_status);
      // A temporary refusal, after which every message centre comes again.
      if (command_status === 0x64) setImmediate(() => this.deliverNow(fields));
      else this.undone--;
    });
  }

  private meet(session: Session): void {
    session.on('error', () => undefined);
    session.on('close', () => this.leave(session));
    session.on('pdu', (pdu) => this.hear(session, pdu));
  }

  private leave(session: Session): void {
    this.sessions.delete(session);
    const open = this.unacknowledged.get(session);
    this.unacknowledged.delete(session);
    if (!this.options.patient || !open) return;
    const again = [...open];
    open.clear();
    for (const fields of again) this.deliverNow(fields);
  }

  private hear(session: Session, pdu: Pdu): void {
    if (pdu.isResponse()) return;
    if (pdu.command.startsWith('bind_')) {
      this.binds.push(pdu);
      const full = this.sessions.size >= (this.options.mostBound ?? Infinity);
      const status = full ? ALREADY_BOUND : (this.options.bindStatus ?? 0);
      if (!status && pdu.command !== 'bind_transmitter') this.sessions.add(session);
      session.send(pdu.response({ command_status: status }));
      for (const fields of this.owed.splice(0)) this.deliverNow(fields);
    } else if (this.options.mute) return;
    else if (pdu.command === 'submit_sm') this.submitted(session, pdu);
    else session.send(pdu.response());
  }

  private submitted(session: Session, pdu: Pdu): void {
    const { answer, statuses = [], outcome, told = 'after', reply } = this.options;
    this.submits.push(pdu);
    this.cameMs.push(performance.now());
    const scripted = statuses[this.submits.length - 1];
    if (scripted === undefined && answer === 'silent') return;
    const status = scripted ?? STATUSES[answer as keyof typeof STATUSES] ?? 0;
    const id = this.next++;
    this.mostWaiting = Math.max(this.mostWaiting, ++this.waiting);
    const respond = () => {
      this.waiting--;
      const ok = { message_id: this.options.ids === 'hex-receipts' ? `${id}` : id.toString(16) };
      session.send(pdu.response(status ? { command_status: status } : ok));
    };
    const report = () => {
      if (status || !outcome || !this.reportsOn(pdu)) return;
      this.deliver(this.receiptOf(pdu, id, STATES[outcome], WORDS[outcome]));
      if (told === 'twice') this.deliver(this.receiptOf(pdu, id, STATES[outcome], WORDS[outcome]));
      if (told === 'out-of-order') this.deliver(this.receiptOf(pdu, id, 1, 'ENROUTE'));
    };
    if (told === 'before') report();
    const held = this.holding || this.submits.length > (this.options.holdFrom ?? Infinity);
    if (held && !this.goneOn) this.answering.push(respond);
    else respond();
    if (told !== 'before') report();
    if (!status && reply) this.reply(pdu, reply);
  }

  private reportsOn(pdu: Pdu): boolean {
    if (!pdu['registered_delivery']) return false;
    const isPart = ((pdu['esm_class'] as number) & 0x40) !== 0;
    return (
      this.options.receiptsOf !== 'first' || !isPart || (pdu['short_message'] as Buffer)[5] === 1
    );
  }

  private receiptOf(pdu: Pdu, id: number, state: number, word: string): object {
    const { ids, receiptIn = 'both' } = this.options;
    const raw = ids === 'decimal-receipts' ? `${id}`.padStart(10, '0') : id.toString(16);
    const text =
      receiptIn === 'parameters'
        ? ''
        : `id:${raw} sub:001 dlvrd:001 submit date:2601021504 done date:2601021505 stat:${word} err:000 text:Hello`;
    const parameters = { receipted_message_id: raw, message_state: state };
    return {
      source_addr_ton: 1,
      source_addr: pdu['destination_addr'],
      destination_addr: pdu['source_addr'],
      esm_class: 0x04,
      data_coding: 0,
      short_message: Buffer.from(text),
      ...(receiptIn === 'text' ? {} : parameters),
    };
  }
}

function senderOf(pdu: Pdu): string | null {
  const address = pdu['source_addr'] as string;
  if (!address) return null;
  return pdu['source_addr_ton'] === 1 ? `+${address}` : address;
}

function replyOf(pdu: Pdu, text: string): object {
  return {
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: pdu['destination_addr'],
    dest_addr_ton: pdu['source_addr_ton'],
    destination_addr: pdu['source_addr'],
    esm_class: 0,
    data_coding: 8,
    short_message: Buffer.from(text, 'utf16le').swap16(),
  };
}

function textOf(octets: Buffer, pdu: Pdu): string {
  if (pdu['data_coding'] !== 8) return fromGsm(octets);
  return Buffer.from(octets).swap16().toString('utf16le');
}
