/** There are no more bits. */
export class OutOfBits extends Error {}

/** Reads numbers of any width, the most significant bit of each byte first. */
export class Bits {
  private readonly bytes: Uint8Array;
  /** Of the next bit. */
  private at: number;

  /** @param byte where to begin */
  constructor(bytes: Uint8Array, byte: number) {
    this.bytes = bytes;
    this.at = byte * 8;
  }

  /** Of the next whole byte. */
  get byte(): number {
    return (this.at + 7) >> 3;
  }

  alignToByte(): void {
    this.at = this.byte * 8;
  }

  /** An unsigned number of up to 32 bits. */
  read(width: number): number {
    let value = 0;
    let left = width;
    while (left > 0) {
      const byte = this.bytes[this.at >> 3];
      if (byte === undefined) throw new OutOfBits();
      const free = 8 - (this.at & 7);
      const taken = Math.min(free, left);
      value = value * 2 ** taken + ((byte >> (free - taken)) & ((1 << taken) - 1));
      this.at += taken;
      left -= taken;
    }
    return value;
  }

  /** A number in two's complement, of up to 33 bits. */
  readSigned(width: number): number {
    if (!width) return 0;
    const high = this.read(1);
    return this.read(width - 1) - high * 2 ** (width - 1);
  }

  /** How many zeros stand before the next one, which is taken too. */
  readUnary(): number {
    for (let count = 0; ;) {
      const byte = this.bytes[this.at >> 3];
      if (byte === undefined) throw new OutOfBits();
      const rest = (byte << (this.at & 7)) & 0xff;
      if (rest) {
        const zeros = Math.clz32(rest) - 24;
        this.at += zeros + 1;
        return count + zeros;
      }
      const skipped = 8 - (this.at & 7);
      count += skipped;
      this.at += skipped;
    }
  }
}
