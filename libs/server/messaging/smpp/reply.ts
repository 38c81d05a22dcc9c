import { fromGsm } from '@belltower/dto';
import { createHash } from 'node:crypto';
import { numberIn, octetsIn, Pdu, textIn } from './pdu';

/** A message that somebody sent, or a part of it. */
export interface DeliveredPart {
  from: string;
  to: string;
  text: string;
  /** Which of how many parts it is, of a message with this reference; null for a whole one. */
  part: { reference: number; total: number; sequence: number } | null;
}

const UDH_INDICATOR = 0x40;
const INTERNATIONAL = 1;
/** Elements of a user data header that say which part this is, with a reference of 8 and of 16 bits. */
const CONCATENATED = 0x00;
const CONCATENATED_WIDE = 0x08;

/** What a `deliver_sm` or `data_sm` brings that is no receipt. Whatever is in it, something is made of it. */
export function deliveredPart(pdu: Pdu): DeliveredPart {
  const short = octetsIn(pdu, 'short_message');
  const octets = short.length ? short : octetsIn(pdu, 'message_payload');
  const hasHeader = ((numberIn(pdu, 'esm_class') ?? 0) & UDH_INDICATOR) !== 0;
  const { elements, body } = hasHeader ? cutHeader(octets) : { elements: [], body: octets };
  return {
    from: addressIn(pdu, 'source_addr'),
    to: addressIn(pdu, 'destination_addr'),
    text: textOf(body, numberIn(pdu, 'data_coding') ?? 0),
    part: partIn(elements) ?? partInParameters(pdu),
  };
}

/** An id for what has none: the same text between the same two within a minute is the same message, told again. */
export function idOfReply({ from, to, text }: Omit<DeliveredPart, 'part'>, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000);
  const hash = createHash('sha256')
    .update(JSON.stringify([from, to, text]))
    .digest('hex');
  return `smpp-${hash.slice(0, 24)}-${minute}`;
}

/** International numbers in E.164, everything else as it is. */
function addressIn(pdu: Pdu, parameter: 'source_addr' | 'destination_addr'): string {
  const address = textIn(pdu, parameter);
  const ton = parameter === 'source_addr' ? 'source_addr_ton' : 'dest_addr_ton';
  const international = numberIn(pdu, ton) === INTERNATIONAL && /^\d+$/.test(address);
  return international ? `+${address}` : address;
}

interface Element {
  id: number;
  data: Buffer;
}

/** A header that does not fit into what it is in is no header. */
function cutHeader(octets: Buffer): { elements: Element[]; body: Buffer } {
  const end = 1 + (octets[0] ?? 0);
  if (!octets.length || end > octets.length) return { elements: [], body: octets };
  const elements: Element[] = [];
  for (let at = 1; at + 1 < end;) {
    const length = octets[at + 1]!;
    if (at + 2 + length > end) break;
    elements.push({ id: octets[at]!, data: octets.subarray(at + 2, at + 2 + length) });
    at += 2 + length;
  }
  return { elements, body: octets.subarray(end) };
}

function partIn(elements: readonly Element[]): DeliveredPart['part'] {
  for (const { id, data } of elements) {
    if (id === CONCATENATED && data.length === 3) return partOf(data[0]!, data[1]!, data[2]!);
    if (id === CONCATENATED_WIDE && data.length === 4)
      return partOf(data.readUInt16BE(0), data[2]!, data[3]!);
  }
  return null;
}

function partInParameters(pdu: Pdu): DeliveredPart['part'] {
  const reference = numberIn(pdu, 'sar_msg_ref_num');
  const total = numberIn(pdu, 'sar_total_segments');
  const sequence = numberIn(pdu, 'sar_segment_seqnum');
  return reference === null ? null : partOf(reference, total ?? 0, sequence ?? 0);
}

/** One of one is whole, and one beyond the last is nonsense. */
function partOf(reference: number, total: number, sequence: number): DeliveredPart['part'] {
  return total > 1 && sequence >= 1 && sequence <= total ? { reference, total, sequence } : null;
}

/** By `data_coding` (SMPP 3.4 §5.2.19), whose groups above are those of 3GPP TS 23.038 §4. */
function textOf(octets: Buffer, coding: number): string {
  if (isUcs2(coding)) {
    const whole = octets.subarray(0, octets.length & ~1);
    return Buffer.from(whole).swap16().toString('utf16le');
  }
  if (coding === 0 || isGsmClass(coding)) return fromGsm(octets);
  // IA5 and Latin-1; of others, as much as can be read.
  return octets.toString('latin1');
}

function isUcs2(coding: number): boolean {
  return (
    coding === 0x08 ||
    ((coding & 0xc0) === 0 && coding > 0x0f && (coding & 0x0c) === 0x08) ||
    (coding & 0xf0) === 0xe0
  );
}

function isGsmClass(coding: number): boolean {
  const general = (coding & 0xc0) === 0 && coding > 0x0f && (coding & 0x0c) === 0;
  return general || (coding & 0xf4) === 0xf0 || (coding & 0xe0) === 0xc0;
}
