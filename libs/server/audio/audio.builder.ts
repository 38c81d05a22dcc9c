import { Queryable } from '@belltower/core';
import { aLaw, encode, muLaw } from '@belltower/telephony';

/** A recording in the library of an account; answers its id. @param samples 8,000 a second */
export async function givenAudio(
  db: Queryable,
  accountId: number,
  samples: Int16Array,
): Promise<number> {
  const [row] = await db.query<[{ id: number }]>(
    `insert into audio (account_id, name, file_name, format, pcmu, size_bytes, sha256)
     values ($1, gen_random_uuid()::text, 'a.wav', 'wav', $2, $3, sha256($2)) returning id`,
    [accountId, Buffer.from(encode(samples, muLaw)), samples.length],
  );
  return row.id;
}

export interface WavOptions {
  rate: number;
  /** Format tag: 1 whole numbers, 3 floating point, 6 A-law, 7 µ-law. */
  kind: number;
  /** Of a sample. */
  bytes: number;
  channels?: number;
  extensible?: boolean;
}

/** A WAV file of samples from -1 to 1, the same in every channel. */
export function wavOf(
  samples: Float32Array,
  { rate, kind, bytes, channels = 1, extensible }: WavOptions,
): Buffer {
  const frame = bytes * channels;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : kind, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * frame, 8);
  format.writeUInt16LE(frame, 12);
  format.writeUInt16LE(bytes * 8, 14);
  if (extensible) format.writeUInt16LE(kind, 24);
  const sound = Buffer.alloc(samples.length * frame);
  samples.forEach((sample, index) => {
    for (let channel = 0; channel < channels; channel++)
      write(sound, index * frame + channel * bytes, sample, kind, bytes);
  });
  const chunks = [chunkOf('fmt ', format), chunkOf('data', sound)];
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunkOf('RIFF', body);
}

function write(sound: Buffer, at: number, sample: number, kind: number, bytes: number): void {
  const whole = Math.round(sample * 32_767);
  if (kind === 3) {
    if (bytes === 4) sound.writeFloatLE(sample, at);
    else sound.writeDoubleLE(sample, at);
  } else if (kind === 6) sound[at] = aLaw(whole);
  else if (kind === 7) sound[at] = muLaw(whole);
  else if (bytes === 1) sound[at] = 128 + Math.round(sample * 127);
  else sound.writeIntLE(Math.round(sample * (2 ** (8 * bytes - 1) - 1)), at, bytes);
}

function chunkOf(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** A FLAC file of one value over and over: some 14 bytes for every 65,536 samples (RFC 9639). */
export function constantFlac(given: { rate: number; frames: number; value: number }): Buffer {
  const { rate, frames, value } = given;
  const info = Buffer.alloc(38);
  info.writeUInt32BE(0x8000_0022, 0);
  info.writeUInt16BE(65_535, 4);
  info.writeUInt16BE(65_535, 6);
  // 20 bits of rate, 3 of channels less one, 5 of bits a sample less one.
  info.writeUInt32BE(((rate << 12) | (15 << 4)) >>> 0, 14);
  // Frame header: 16 bits a sample, one channel, size in two bytes; then one constant subframe.
  const head = Buffer.from([0xff, 0xf8, 0x74, 0x08, 0x00, 0xff, 0xfe, 0x00, 0x00, 0x00, 0x00]);
  head.writeInt16BE(value, 9);
  const check = Buffer.alloc(2);
  check.writeUInt16BE(crc16(head));
  const frame = Buffer.concat([head, check]);
  return Buffer.concat([Buffer.from('fLaC'), info, ...Array<Buffer>(frames).fill(frame)]);
}

function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : crc << 1;
  }
  return crc;
}
