import {
  encodingOf,
  MessageEncoding,
  MOST_SEGMENTS,
  segmentsOf,
  SmppLongMessages,
  SmppSettings,
  toGsm,
} from '@belltower/dto';
import { OutboundMessage } from '../messaging';

/** Parameters of a `submit_sm`. */
export type SubmitFields = Readonly<Record<string, string | number | Buffer>>;

/** Why a message cannot be put into PDUs at all. */
export interface Unsendable {
  problem: string;
}

const UCS2 = 0x08;
const UDH_INDICATOR = 0x40;
/** Type of number and numbering plan (SMPP 3.4 §5.2.5, §5.2.6). */
const INTERNATIONAL = { ton: 1, npi: 1 };
const NETWORK_SPECIFIC = { ton: 3, npi: 0 };
const ALPHANUMERIC = { ton: 5, npi: 0 };
const UNKNOWN_NUMBER = { ton: 0, npi: 1 };
/** Numbers that are no longer are short codes. */
const LONGEST_SHORT_CODE = 8;
/** What addresses have room for. */
const LONGEST_ADDRESS = 20;

/**
 * The PDUs of a message, in order.
 *
 * @param reference joins the segments of one message; the next should have another
 */
export function submitsOf(
  { number, sender, text }: OutboundMessage,
  settings: SmppSettings,
  reference: number,
): SubmitFields[] | Unsendable {
  const to = destination(number, settings.plus);
  const from = source(sender, settings.plus);
  if (!to) return { problem: `“${number}” is no number that SMPP has room for` };
  if (!from) return { problem: `“${sender}” is no sender that SMPP has room for` };
  const encoding = encodingOf(text);
  const common = {
    service_type: settings.serviceType ?? '',
    source_addr_ton: from.ton,
    source_addr_npi: from.npi,
    source_addr: from.address,
    dest_addr_ton: to.ton,
    dest_addr_npi: to.npi,
    destination_addr: to.address,
    registered_delivery: settings.receipts ? 1 : 0,
    validity_period: validity(settings.validityMinutes),
    data_coding: encoding === MessageEncoding.Ucs2 ? UCS2 : settings.gsmDataCoding,
  };
  const segments = segmentsOf(text);
  if (segments.length > MOST_SEGMENTS)
    return { problem: `It has ${segments.length} segments; ${MOST_SEGMENTS} are possible` };
  if (segments.length === 1) return [{ ...common, short_message: octetsOf(text, encoding) }];
  if (settings.longMessages === SmppLongMessages.Payload)
    return [{ ...common, message_payload: octetsOf(text, encoding) }];
  return segments.map((segment, at) => ({
    ...common,
    esm_class: UDH_INDICATOR,
    short_message: Buffer.concat([
      joined(reference, segments.length, at + 1),
      octetsOf(segment, encoding),
    ]),
  }));
}

/** User data header: one element, concatenated short messages with an 8-bit reference (3GPP TS 23.040 §9.2.3.24.1). */
function joined(reference: number, total: number, sequence: number): Buffer {
  return Buffer.of(5, 0x00, 3, reference & 0xff, total, sequence);
}

function octetsOf(text: string, encoding: MessageEncoding): Buffer {
  const gsm = encoding === MessageEncoding.Gsm7 ? toGsm(text) : null;
  return gsm ? Buffer.from(gsm) : Buffer.from(text, 'utf16le').swap16();
}

function destination(number: string, plus: boolean) {
  const digits = number.replace(/^\+/, '');
  if (!/^[\d*#]+$/.test(digits) || digits.length > LONGEST_ADDRESS - 1) return null;
  const kind = number.startsWith('+') ? INTERNATIONAL : UNKNOWN_NUMBER;
  return { ...kind, address: kind === INTERNATIONAL && plus ? `+${digits}` : digits };
}

function source(sender: string | null, plus: boolean) {
  // The message centre puts in its own.
  if (sender === null) return { ton: 0, npi: 0, address: '' };
  const digits = sender.replace(/^\+/, '');
  if (sender.length > LONGEST_ADDRESS || !/^[\x20-\x7e]+$/.test(sender)) return null;
  if (!/^\d+$/.test(digits)) return { ...ALPHANUMERIC, address: sender };
  if (sender === digits && digits.length <= LONGEST_SHORT_CODE)
    return { ...NETWORK_SPECIFIC, address: digits };
  return { ...INTERNATIONAL, address: plus ? `+${digits}` : digits };
}

/** A relative time, `YYMMDDhhmmss000R` (SMPP 3.4 §7.1.1); empty for the message centre's own. */
function validity(minutes?: number | null): string {
  if (!minutes) return '';
  const two = (value: number) => `${Math.floor(value)}`.padStart(2, '0');
  return `0000${two(minutes / 1_440)}${two((minutes / 60) % 24)}${two(minutes % 60)}00000R`;
}
