/** The four characters, or more, that stand here. */
export function wordAt(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** A view of the same bytes for numbers of several bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Where a file really begins, behind tags of the ID3v2 kind (id3.org/id3v2.4.0-structure, §3.1). */
export function behindTags(bytes: Uint8Array): number {
  let at = 0;
  while (wordAt(bytes, at, 3) === 'ID3' && at + 10 <= bytes.length) {
    const [a, b, c, d] = bytes.subarray(at + 6, at + 10) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const footer = bytes[at + 5]! & 0x10 ? 10 : 0;
    at += 10 + (((a & 0x7f) << 21) | ((b & 0x7f) << 14) | ((c & 0x7f) << 7) | (d & 0x7f)) + footer;
  }
  return Math.min(at, bytes.length);
}
