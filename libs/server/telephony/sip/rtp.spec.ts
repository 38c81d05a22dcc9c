import fc from 'fast-check';
import { digitOfInfo } from './digits';
import { HEADER_BYTES, KeyEvents, parseRtp, writeRtpHeader } from './rtp';

describe('an RTP packet', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.record({
          payloadType: fc.nat(127),
          marker: fc.boolean(),
          sequence: fc.nat(65_535),
          timestamp: fc.nat(2 ** 32 - 1),
        }),
        (packet) => {
          const bytes = Buffer.alloc(HEADER_BYTES + 3, 7);
          writeRtpHeader(bytes, { ...packet, ssrc: 5 });
          expect(parseRtp(bytes)).toEqual({ ...packet, payload: Buffer.alloc(3, 7) });
        },
      ),
    );
  });

  it('is read with contributing sources, an extension and padding', () => {
    const bytes = Buffer.concat([
      Buffer.from([0x80 | 0x20 | 0x10 | 2, 101, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]),
      Buffer.alloc(8),
      Buffer.from([0, 0, 0, 1, 9, 9, 9, 9]),
      Buffer.from('key!'),
      Buffer.from([0, 0, 3]),
    ]);
    expect(parseRtp(bytes)?.payload.toString()).toBe('key!');
  });

  it('is nothing or a packet, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void parseRtp(Buffer.from(bytes))),
    );
  });
});

describe('a key (RFC 4733)', () => {
  const packet = (event: number, timestamp: number) => ({
    payloadType: 101,
    marker: false,
    sequence: 0,
    timestamp: timestamp >>> 0,
    payload: Buffer.from([event, 0, 0, 160]),
  });

  it('is told once, whichever of its packets are lost or come late', () => {
    const keys = [4, 2, 10, 11, 11];
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 5, maxLength: 5 }),
        fc.nat(2 ** 32 - 1),
        (copies, start) => {
          const heard = new KeyEvents();
          const told = keys.flatMap((event, index) =>
            Array.from({ length: copies[index]! }, () =>
              heard.heard(packet(event, start + 2_000 * index)),
            ),
          );
          expect(told.filter((key) => key !== null)).toEqual(['4', '2', '*', '#', '#']);
          expect(heard.heard(packet(4, start))).toBeNull();
        },
      ),
    );
  });

  it('is none for a tone, or where a packet is too short', () => {
    const heard = new KeyEvents();
    expect(heard.heard(packet(36, 1))).toBeNull();
    expect(heard.heard({ ...packet(1, 2), payload: Buffer.from([1]) })).toBeNull();
  });
});

describe('a key as INFO', () => {
  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160', '5'],
    ['Application/DTMF-Relay; x=y', 'Duration=100\r\nsignal = * \r\n', '*'],
    ['application/dtmf-relay', 'Signal=11', '#'],
    ['application/dtmf', 'd', 'D'],
    ['application/dtmf', '10', '*'],
    ['application/dtmf-relay', 'Signal=16', null],
    ['application/dtmf', '55', null],
    ['text/plain', '5', null],
  ])('%s %j is %j', (type, body, digit) => {
    expect(digitOfInfo(type, Buffer.from(body))).toBe(digit);
  });
});
