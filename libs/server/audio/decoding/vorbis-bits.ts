/** A packet has no more bits, which ends it and is no mistake (Vorbis I §2.1.8). */
export class EndOfPacket extends Error {}

/** Reads a Vorbis packet: the least significant bit of each byte first (§2.1). */
export class VorbisBits {
  private readonly bytes: Uint8Array;
  private readonly length: number;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.length = bytes.length * 8;
  }

  readBit(): number {
    const { at } = this;
    if (at >= this.length) throw new EndOfPacket();
    this.at = at + 1;
    return (this.bytes[at >> 3]! >> (at & 7)) & 1;
  }

  /** An unsigned number of up to 32 bits. */
  read(width: number): number {
    if (this.at + width > this.length) throw new EndOfPacket();
    let value = 0;
    for (let got = 0; got < width;) {
      const offset = this.at & 7;
      const taken = Math.min(8 - offset, width - got);
      value += ((this.bytes[this.at >> 3]! >> offset) & ((1 << taken) - 1)) * 2 ** got;
      got += taken;
      this.at += taken;
    }
    return value;
  }

  readFlag(): boolean {
    return this.readBit() === 1;
  }
}

/** How many bits a number needs (§9.2.1). */
export function bitsOf(value: number): number {
  return value > 0 ? 32 - Math.clz32(value) : 0;
}
