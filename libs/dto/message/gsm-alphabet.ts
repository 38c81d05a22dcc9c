/*
 * 3GPP TS 23.038. The place of a character in this text is its septet; at 0x1b is the escape to the extension table.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Characters that are sent as the escape and one septet more, before which septet each stands. */
const EXTENSION = '\f\u000a^\u0014{\u0028}\u0029\\\u002f[\u003c~\u003d]\u003e|\u0040€\u0065';

const ESCAPE = 0x1b;
/** Marks a character of the extension table. */
const EXTENDED = 0x100;
/** One more than the highest character of the alphabet, the euro sign. */
const CHARACTERS = 0x20ad;

/** By UTF-16 unit: 0 where it is not in the alphabet, or else its septet and one, with {@link EXTENDED} added. */
let codes: Uint16Array | undefined;

function codesOf(): Uint16Array {
  if (codes) return codes;
  codes = new Uint16Array(CHARACTERS);
  for (let septet = 0; septet < BASIC.length; septet++) {
    if (septet !== ESCAPE) codes[BASIC.charCodeAt(septet)] = septet + 1;
  }
  for (let at = 0; at < EXTENSION.length; at += 2) {
    codes[EXTENSION.charCodeAt(at)] = EXTENDED + EXTENSION.charCodeAt(at + 1) + 1;
  }
  return codes;
}

/** How many septets a UTF-16 unit takes: 1, 2 with the escape, or 0 where GSM 7-bit does not have it. */
export function septetsFor(unit: number): 0 | 1 | 2 {
  const code = unit < CHARACTERS ? codesOf()[unit]! : 0;
  if (code === 0) return 0;
  return code < EXTENDED ? 1 : 2;
}

/**
 * A text in the GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 §6.2.1), one septet in each byte;
 * null where one of its characters is not part of it.
 */
export function toGsm(text: string): Uint8Array | null {
  const table = codesOf();
  const bytes = new Uint8Array(2 * text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const code = unit < CHARACTERS ? table[unit]! : 0;
    if (code === 0) return null;
    if (code > EXTENDED) bytes[length++] = ESCAPE;
    bytes[length++] = (code - 1) & 0x7f;
  }
  return bytes.subarray(0, length);
}

/**
 * The text of such septets. What follows an escape and is not in the extension table is read as of the basic one, and a
 * byte that is no septet as U+FFFD, as the standard asks of receivers.
 */
export function fromGsm(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    const septet = bytes[at]!;
    if (septet !== ESCAPE) {
      text += BASIC[septet] ?? '\ufffd';
      continue;
    }
    // An escape after an escape stands for a further table, which nobody has defined: a space.
    const next = bytes[++at];
    if (next !== undefined) text += next === ESCAPE ? ' ' : extended(next);
  }
  return text;
}

function extended(septet: number): string {
  for (let at = 0; at < EXTENSION.length; at += 2) {
    if (EXTENSION.charCodeAt(at + 1) === septet) return EXTENSION[at]!;
  }
  return BASIC[septet] ?? '\ufffd';
}
