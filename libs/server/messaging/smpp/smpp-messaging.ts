import { Clock } from '@belltower/core';
import { GatewayStatus, MessageState, PartReports, SmppBind, SmppSettings } from '@belltower/dto';
import {
  Incoming,
  LateAnswer,
  Messaging,
  MessagingHealth,
  notSent,
  OutboundMessage,
  ProviderId,
  Receive,
  Submission,
} from '../messaging';
import { MessagingContext } from '../messaging-drivers';
import { providerId } from '../provider-id';
import { Link, SmppTimes, timesOf } from './link';
import { Answered, Outbox, Submitted } from './outbox';
import { Pdu } from './pdu';
import { HELD_MS, Reassembly, Whole } from './reassembly';
import { ID_BASES, isReceiptPdu, receiptOf } from './receipt';
import { deliveredPart, idOfReply } from './reply';
import { STATUS } from './status';
import { SubmitFields, submitsOf } from './submission';

/** A message centre over SMPP 3.4. */
export class SmppMessaging extends Messaging {
  readonly reports: PartReports | null;
  private readonly settings: SmppSettings;
  private readonly clock: Clock;
  private readonly receive: Receive;
  private readonly links: Link[];
  private readonly outbox: Outbox;
  private readonly reassembly = new Reassembly();
  private readonly sweep: NodeJS.Timeout;
  private readonly beingSent = new Set<string>();
  private reference = Math.floor(Math.random() * 256);
  private closed = false;

  constructor(
    { settings, clock, receive }: MessagingContext<SmppSettings>,
    times: SmppTimes = timesOf(settings),
  ) {
    super();
    this.settings = settings;
    this.reports = settings.receipts ? settings.partReports : null;
    this.clock = clock;
    this.receive = receive;
    const listener = {
      delivered: (pdu: Pdu) => this.delivered(pdu),
      changed: () => this.outbox.pump(),
    };
    const sender = new Link(
      settings.bind === SmppBind.Separate ? 'transmitter' : 'transceiver',
      settings,
      times,
      listener,
    );
    this.links = [sender];
    if (settings.bind === SmppBind.Separate)
      this.links.push(new Link('receiver', settings, times, listener));
    this.outbox = new Outbox(sender, settings.window, settings.segmentsPerSecond ?? null, times);
    this.sweep = setInterval(() => void this.tellOverdue(), HELD_MS / 10);
    this.sweep.unref();
  }

  async send(message: OutboundMessage): Promise<Submission> {
    const { Queued, Failed, Rejected } = MessageState;
    if (this.closed) return notSent(this.clock.now(), Queued, 'closed');
    if (this.beingSent.has(message.id)) return notSent(this.clock.now(), Failed, 'repeated-id');
    this.reference = (this.reference + 1) & 0xff;
    const submits = submitsOf(message, this.settings, this.reference);
    if ('problem' in submits)
      return notSent(this.clock.now(), Rejected, 'unsendable', submits.problem);
    this.beingSent.add(message.id);
    try {
      return await this.submitAll(message, submits);
    } finally {
      this.beingSent.delete(message.id);
    }
  }

  cancel(id: string): void {
    this.outbox.cancel(id);
  }

  override standing(): MessagingHealth {
    const { host, port, systemId } = this.settings;
    const away = this.links.find(({ isBound }) => !isBound);
    if (away) {
      const detail = away.problem ?? 'No answer yet';
      return { status: GatewayStatus.Down, detail: `${host}:${port}: ${detail}` };
    }
    return { status: GatewayStatus.Up, detail: `Bound to ${host}:${port} as ${systemId}` };
  }

  async check(): Promise<MessagingHealth> {
    await Promise.all(this.links.map((link) => link.settled()));
    const standing = this.standing();
    if (standing.status === GatewayStatus.Down) return standing;
    try {
      const startedMs = performance.now();
      await Promise.all(this.links.map((link) => link.request('enquire_link')));
      const tookMs = Math.round(performance.now() - startedMs);
      return { ...standing, detail: `${standing.detail}; it answers in ${tookMs} ms` };
    } catch (error) {
      return { status: GatewayStatus.Down, detail: (error as Error).message };
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.sweep);
    this.outbox.close();
    await Promise.all(this.links.map((link) => link.close()));
    // They were acknowledged as they came: nobody sends them again.
    await this.keep(this.reassembly.all()).catch(() => undefined);
  }

  /** One part after the other: what follows a part that was not taken is of no use to anybody. */
  private async submitAll(
    { id }: OutboundMessage,
    submits: readonly SubmitFields[],
  ): Promise<Submission> {
    const ids: ProviderId[] = [];
    for (const [taken, fields] of submits.entries()) {
      // Only with its last part has the whole of it been said.
      const isLast = taken === submits.length - 1;
      const submitted = await this.outbox.submit(fields, {
        // What follows a part that was taken belongs to it.
        ...(taken ? {} : { name: id }),
        ...(isLast ? { tellLate: (answer) => this.answeredLate(id, ids, answer) } : {}),
      });
      if (submitted.result !== 'taken') return this.ended(submitted, ids, taken, submits.length);
      ids.push(...this.idsIn(submitted));
    }
    return { at: this.clock.now(), state: MessageState.Sent, ids, code: null, detail: null };
  }

  private answeredLate(messageId: string, before: readonly ProviderId[], answer: Answered): void {
    const taken = answer.result === 'taken';
    const state = taken ? MessageState.Sent : before.length ? MessageState.Failed : answer.result;
    const late: LateAnswer = {
      type: 'late-answer',
      at: this.clock.now(),
      messageId,
      state,
      ids: [...before, ...(taken ? this.idsIn(answer) : [])],
      code: taken ? null : answer.code,
    };
    // Nobody says it again: where it cannot be kept, the message stays unknown.
    this.receive(late).catch(() => undefined);
  }

  /** None where it was taken under no name: nothing will ever be heard of it. */
  private idsIn({ messageId }: { messageId: string }): ProviderId[] {
    const id = providerId(messageId, ID_BASES[this.settings.receiptIds].answer);
    return id.key ? [id] : [];
  }

  private ended(
    { result, code }: Exclude<Submitted, { result: 'taken' }>,
    ids: ProviderId[],
    taken: number,
    parts: number,
  ): Submission {
    const at = this.clock.now();
    if (result === 'unknown') {
      const lost = this.closed ? 'closed' : 'no-answer';
      return { at, state: MessageState.Unknown, ids, code: lost, detail: code };
    }
    if (taken) {
      const detail = `Only ${taken} of its ${parts} parts were taken`;
      return { at, state: MessageState.Failed, ids, code, detail };
    }
    return notSent(at, result === 'no-room' ? MessageState.Queued : result, code);
  }

  /** The status to answer with: what could not be kept is to come again. */
  private async delivered(pdu: Pdu): Promise<number> {
    const at = this.clock.now();
    try {
      const receipt = receiptOf(pdu, at, this.settings.receiptIds);
      if (receipt) await this.receive(receipt);
      // A receipt of nothing is nobody's reply.
      else if (!isReceiptPdu(pdu))
        await this.keep(this.reassembly.add(deliveredPart(pdu), at.getTime()));
      return STATUS.ok;
    } catch {
      // Whoever keeps it says why it could not.
      return STATUS.receiverTemporary;
    }
  }

  private async keep(messages: readonly Whole[]): Promise<void> {
    const at = this.clock.now();
    for (const { forget, ...message } of messages) {
      const reply: Incoming = { type: 'reply', at, id: idOfReply(message, at), ...message };
      await this.receive(reply);
      forget();
    }
  }

  private async tellOverdue(): Promise<void> {
    const overdue = this.reassembly.overdue(this.clock.now().getTime());
    // What cannot be kept now is overdue again the next time.
    await this.keep(overdue).catch(() => undefined);
  }
}
