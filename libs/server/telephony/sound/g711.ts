// Read by the media worker too, which Node may run as it stands: only syntax that can be erased, no imports.
/** µ-law of a 16-bit sample (ITU-T G.711, table 2a). */
export function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** A-law of a 16-bit sample (ITU-T G.711, table 1a). */
export function aLaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767) >> 3;
  const exponent = magnitude < 32 ? 0 : 31 - Math.clz32(magnitude) - 4;
  const mantissa = (exponent === 0 ? magnitude >> 1 : magnitude >> exponent) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

/** Sound as it travels: shared with the media thread rather than copied for every call. */
export function encode(samples: Int16Array, law: (sample: number) => number): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(samples.length));
  for (let at = 0; at < samples.length; at++) bytes[at] = law(samples[at]!);
  return bytes;
}

/** The 16-bit sample that each byte of µ-law stands for. */
export const SAMPLE_OF_MU_LAW: Readonly<Int16Array> = Int16Array.from(
  { length: 256 },
  (_, byte) => {
    const plain = ~byte & 0xff;
    const magnitude = ((((plain & 0x0f) << 3) + 0x84) << ((plain >> 4) & 7)) - 0x84;
    return plain & 0x80 ? -magnitude : magnitude;
  },
);

/** The 16-bit sample that each byte of A-law stands for. */
export const SAMPLE_OF_A_LAW: Readonly<Int16Array> = Int16Array.from({ length: 256 }, (_, byte) => {
  const plain = byte ^ 0x55;
  const exponent = (plain >> 4) & 7;
  const mantissa = ((plain & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return plain & 0x80 ? magnitude : -magnitude;
});

/** The same sound in the other kind, byte for byte (ITU-T G.711 §3). */
export const MU_LAW_OF_A_LAW: Readonly<Uint8Array> = Uint8Array.from(SAMPLE_OF_A_LAW, muLaw);
export const A_LAW_OF_MU_LAW: Readonly<Uint8Array> = Uint8Array.from(SAMPLE_OF_MU_LAW, aLaw);
