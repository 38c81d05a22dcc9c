import { septetsFor } from './gsm-alphabet';

/** How the characters of a message are carried. */
export enum MessageEncoding {
  /** Seven bits a character: the alphabet of 3GPP TS 23.038. */
  Gsm7 = 'gsm-7',
  /** Sixteen bits a UTF-16 unit: every character there is. */
  Ucs2 = 'ucs-2',
}

export const MESSAGE_ENCODING_WORDS: Readonly<Record<MessageEncoding, string>> = {
  [MessageEncoding.Gsm7]: 'GSM 7-bit',
  [MessageEncoding.Ucs2]: 'Unicode (UCS-2)',
};

/**
 * What a segment carries, in septets or UTF-16 units: 140 octets, of which a message of several segments gives six to
 * the header that joins them (3GPP TS 23.040 §9.2.3.24.1).
 */
const CAPACITY = {
  [MessageEncoding.Gsm7]: { alone: 160, joined: 153 },
  [MessageEncoding.Ucs2]: { alone: 70, joined: 67 },
} as const;

/** Most segments that one message can have: their count is carried in one octet. */
export const MOST_SEGMENTS = 255;

/** How long a message is, as the network counts and charges it. */
export interface MessageSize {
  encoding: MessageEncoding;
  /** As people count them: an emoji of several code points is as many. */
  characters: number;
  /** Septets or UTF-16 units. */
  units: number;
  /** 0 for an empty text. */
  segments: number;
  /** Units that fit into the last segment besides; as many as fit into the first where the text is empty. */
  unitsLeft: number;
  /** Characters for which GSM 7-bit does not do, each once, in the order of the text. */
  outsideGsm: string[];
}

/** Measures a text with everything filled in. */
export function sizeOfMessage(text: string): MessageSize {
  const outsideGsm = outside(text);
  const encoding = outsideGsm.length ? MessageEncoding.Ucs2 : MessageEncoding.Gsm7;
  const { alone, joined } = CAPACITY[encoding];
  const units = unitsOf(text, encoding);
  const characters = charactersOf(text);
  if (units <= alone) {
    const segments = units ? 1 : 0;
    return { encoding, characters, units, segments, unitsLeft: alone - units, outsideGsm };
  }
  let segments = 0;
  let lastUnits = 0;
  cut(text, encoding, (_from, _to, inSegment) => {
    segments++;
    lastUnits = inSegment;
  });
  return { encoding, characters, units, segments, unitsLeft: joined - lastUnits, outsideGsm };
}

export function encodingOf(text: string): MessageEncoding {
  for (let at = 0; at < text.length; at++) {
    if (!septetsFor(text.charCodeAt(at))) return MessageEncoding.Ucs2;
  }
  return MessageEncoding.Gsm7;
}

/** The text as it is cut into segments: never within an escape sequence or a surrogate pair. One for an empty text. */
export function segmentsOf(text: string): string[] {
  const encoding = encodingOf(text);
  if (unitsOf(text, encoding) <= CAPACITY[encoding].alone) return [text];
  const segments: string[] = [];
  cut(text, encoding, (from, to) => segments.push(text.slice(from, to)));
  return segments;
}

/** Cuts a text of more than one segment, and tells of each where it begins, where it ends and how many units it has. */
function cut(
  text: string,
  encoding: MessageEncoding,
  segment: (from: number, to: number, units: number) => void,
): void {
  const { joined } = CAPACITY[encoding];
  let from = 0;
  let inSegment = 0;
  for (let at = 0; at < text.length;) {
    const paired = isPair(text, at);
    const units =
      encoding === MessageEncoding.Gsm7 ? septetsFor(text.charCodeAt(at)) : paired ? 2 : 1;
    if (inSegment + units > joined) {
      segment(from, at, inSegment);
      from = at;
      inSegment = 0;
    }
    inSegment += units;
    at += paired ? 2 : 1;
  }
  segment(from, text.length, inSegment);
}

function unitsOf(text: string, encoding: MessageEncoding): number {
  if (encoding === MessageEncoding.Ucs2) return text.length;
  let units = 0;
  for (let at = 0; at < text.length; at++) units += septetsFor(text.charCodeAt(at));
  return units;
}

function charactersOf(text: string): number {
  let characters = text.length;
  for (let at = 0; at < text.length; at++) if (isPair(text, at)) characters--;
  return characters;
}

function outside(text: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    if (septetsFor(text.charCodeAt(at))) continue;
    const length = isPair(text, at) ? 2 : 1;
    found.add(text.slice(at, at + length));
    at += length - 1;
  }
  return [...found];
}

/** Whether a surrogate pair begins here. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}
