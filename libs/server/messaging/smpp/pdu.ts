import smpp, { Pdu } from 'smpp';

export type { Pdu } from 'smpp';

/** Octets of the header that every PDU begins with (SMPP 3.4 §3.2). */
export const HEADER_OCTETS = 16;
/** No PDU that means anything to us is longer. */
const MOST_OCTETS = 16_384;
const RESPONSE = 0x80000000;

/*
 * The library reads texts and times of PDUs as it thinks right: plain texts with the code for IA5, receipts as GSM, dates
 * of this century. We have rules of our own for all of it, so these come and go as the octets that they are.
 */
for (const command of ['submit_sm', 'deliver_sm', 'data_sm']) {
  const definition = smpp.commands[command]!;
  const params = Object.entries(definition.params ?? {}).map(([name, { type }]) => [
    name,
    { type },
  ]);
  smpp.addCommand(command, { ...definition, params: Object.fromEntries(params) });
}
const { id, type } = smpp.tlvs['message_payload']!;
smpp.addTLV('message_payload', { id, type });

/** The other side says something that cannot even be cut into PDUs. */
export class FramingError extends Error {}

/** Cuts what comes in over a connection into PDUs. */
export class Frames {
  private rest: Buffer = Buffer.alloc(0);

  /** @throws FramingError where a length is impossible: nothing after it can be understood */
  push(chunk: Buffer): Buffer[] {
    this.rest = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    const frames: Buffer[] = [];
    while (this.rest.length >= 4) {
      const length = this.rest.readUInt32BE(0);
      if (length < HEADER_OCTETS || length > MOST_OCTETS)
        throw new FramingError(`It sent a PDU of ${length} octets, which cannot be`);
      if (this.rest.length < length) break;
      frames.push(this.rest.subarray(0, length));
      this.rest = this.rest.subarray(length);
    }
    return frames;
  }
}

export interface Header {
  commandId: number;
  status: number;
  sequence: number;
  isResponse: boolean;
}

export function headerOf(frame: Buffer): Header {
  const commandId = frame.readUInt32BE(4);
  return {
    commandId,
    status: frame.readUInt32BE(8),
    sequence: frame.readUInt32BE(12),
    isResponse: (commandId & RESPONSE) !== 0,
  };
}

/** Null where its parameters do not add up; {@link headerOf} can still be read. */
export function pduOf(frame: Buffer): Pdu | null {
  try {
    // A copy: what the library keeps of it are views, and the rest of what came in would stay with them.
    return new smpp.PDU(Buffer.from(frame));
  } catch {
    // By reading past the end the library finds that lengths within do not fit; it has no other way to say so.
    return null;
  }
}

export function newPdu(command: string, fields: object = {}): Pdu {
  return new smpp.PDU(command, fields);
}

/** A parameter that is a number; null where there is none. */
export function numberIn(pdu: Pdu, parameter: string): number | null {
  const value = pdu[parameter];
  return typeof value === 'number' ? value : null;
}

export function textIn(pdu: Pdu, parameter: string): string {
  const value = pdu[parameter];
  return typeof value === 'string' ? value : '';
}

export function octetsIn(pdu: Pdu, parameter: string): Buffer {
  const value = pdu[parameter];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}
