import { ImportEncoding } from '@belltower/dto';

/** Writes text in an encoding, `start` being what its files begin with. */
export interface Encoder {
  start: Buffer;
  text(text: string): Buffer;
}

const MARK = '\ufeff';

export function encoderOf(encoding: ImportEncoding): Encoder {
  const text = ENCODERS[encoding];
  return { text, start: encoding === ImportEncoding.Latin1 ? Buffer.alloc(0) : text(MARK) };
}

const ENCODERS: Record<ImportEncoding, (text: string) => Buffer> = {
  [ImportEncoding.Utf8]: (text) => Buffer.from(text),
  [ImportEncoding.Utf16Le]: (text) => Buffer.from(text, 'utf16le'),
  [ImportEncoding.Utf16Be]: (text) => Buffer.from(text, 'utf16le').swap16(),
  [ImportEncoding.Latin1]: (text) => windows1252(text),
};

let bytes: Map<string, number> | undefined;

/** Node writes Latin-1, which lacks the quotation marks and dashes of Windows-1252. */
function windows1252(text: string): Buffer {
  bytes ??= new Map(
    Array.from({ length: 256 }, (_, byte) => [
      new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
      byte,
    ]),
  );
  const known = bytes;
  return Buffer.from(Array.from(text, (character) => known.get(character) ?? 0x3f));
}
