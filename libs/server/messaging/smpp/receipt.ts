import { MessageState, SmppReceiptIds } from '@belltower/dto';
import { Receipt } from '../messaging';
import { IdBase, providerId } from '../provider-id';
import { numberIn, octetsIn, Pdu, textIn } from './pdu';

/** Bits of `esm_class` that say what kind of message was delivered (SMPP 3.4 §5.2.12). */
const KIND = 0x3c;
const RECEIPT_KINDS = [0x04, 0x08, 0x20];

/** By `message_state` (SMPP 3.4 §5.2.28, and 0 and 9 of 5.0). */
const STATES: readonly MessageState[] = [
  MessageState.Sent, // scheduled
  MessageState.Sent, // en route
  MessageState.Delivered,
  MessageState.Expired,
  MessageState.Failed, // deleted
  MessageState.Undelivered,
  MessageState.Sent, // accepted
  MessageState.Unknown,
  MessageState.Rejected,
  MessageState.Undelivered, // skipped
];

/** By the first five letters of `stat:`, which operators write out more or less. */
const STATES_BY_WORD: Readonly<Record<string, MessageState>> = {
  SCHED: MessageState.Sent,
  ENROU: MessageState.Sent,
  ACCEP: MessageState.Sent,
  BUFFE: MessageState.Sent,
  DELIV: MessageState.Delivered,
  EXPIR: MessageState.Expired,
  DELET: MessageState.Failed,
  UNDEL: MessageState.Undelivered,
  SKIPP: MessageState.Undelivered,
  UNKNO: MessageState.Unknown,
  REJEC: MessageState.Rejected,
  FAILE: MessageState.Failed,
};

/** How the answer to a message, and receipts of it, write its id. */
export const ID_BASES: Readonly<Record<SmppReceiptIds, { answer: IdBase; receipt: IdBase }>> = {
  [SmppReceiptIds.Same]: { answer: 'text', receipt: 'text' },
  [SmppReceiptIds.Decimal]: { answer: 'hex', receipt: 'decimal' },
  [SmppReceiptIds.Hex]: { answer: 'decimal', receipt: 'hex' },
};

/**
 * The receipt that a `deliver_sm` or `data_sm` is; null where it is none, or is of no message that can be told. What
 * optional parameters say counts before the text (SMPP 3.4 appendix B), in which every operator has habits of its own.
 */
export function receiptOf(pdu: Pdu, at: Date, ids: SmppReceiptIds): Receipt | null {
  const text = receiptText(pdu);
  const told = textIn(pdu, 'receipted_message_id');
  if (!isReceipt(pdu, text, told)) return null;
  const raw = told || (field(text, 'id') ?? '');
  const code = field(text, 'err');
  const word = field(text, 'stat');
  const state = STATES[numberIn(pdu, 'message_state') ?? -1] ?? byWord(word);
  // Some repeat the id of the answer in the parameter, and write it differently in the text alone.
  const base = told && ids !== SmppReceiptIds.Same ? baseOf(told, ids) : ID_BASES[ids].receipt;
  const id = providerId(raw, base);
  if (!id.key) return null;
  const words = [word, code === null ? null : `err ${code}`].filter((part) => part !== null);
  return { type: 'receipt', at, id, state, code: words.join(' ') || null };
}

/** Whether it is a receipt at all, even one that names no message. */
export function isReceiptPdu(pdu: Pdu): boolean {
  return isReceipt(pdu, receiptText(pdu), textIn(pdu, 'receipted_message_id'));
}

function isReceipt(pdu: Pdu, text: string, told: string): boolean {
  const kind = (numberIn(pdu, 'esm_class') ?? 0) & KIND;
  // A few leave the bits out.
  return RECEIPT_KINDS.includes(kind) || told !== '' || /^id:\S+ .*\bstat:/i.test(text);
}

/** Letters and digits of whichever alphabet: what a receipt says is the same in all of them. */
function receiptText(pdu: Pdu): string {
  const short = octetsIn(pdu, 'short_message');
  const octets = short.length ? short : octetsIn(pdu, 'message_payload');
  const wide = octets.length > 1 && octets[0] === 0 && octets.length % 2 === 0;
  return wide ? Buffer.from(octets).swap16().toString('utf16le') : octets.toString('latin1');
}

/** The value of `name:value` in the text of a receipt. */
function field(text: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}:\\s?([^\\s:]{1,80})`, 'i').exec(text)?.[1] ?? null;
}

function byWord(word: string | null): MessageState {
  return STATES_BY_WORD[(word ?? '').toUpperCase().slice(0, 5)] ?? MessageState.Unknown;
}

/** In which base the parameter has it: the one of receipts unless it can only be that of the answer. */
function baseOf(told: string, ids: SmppReceiptIds): IdBase {
  const { answer, receipt } = ID_BASES[ids];
  return receipt === 'decimal' && !/^\d+[\s\0]*$/.test(told) ? answer : receipt;
}
