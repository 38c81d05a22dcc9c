import fc from 'fast-check';
import { Framing, FramingError } from './framing';

const message = (body: string) =>
  Buffer.from(`OPTIONS sip:a SIP/2.0\r\nl: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

describe('messages in a stream', () => {
  it('are cut apart wherever the stream is', () => {
    const messages = [message(''), message('one'), message('two\r\n\r\n'), message('é')];
    const stream = Buffer.concat([Buffer.from('\r\n\r\n'), ...messages, Buffer.from('\r\n')]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (lengths) => {
        const framing = new Framing();
        const found: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const length = lengths[turn % lengths.length]!;
          found.push(...framing.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(found.map(String)).toEqual(messages.map(String));
      }),
    );
  });

  it('that do not tell their length, or have no end, end the connection', () => {
    expect(() => new Framing().push(Buffer.from('OPTIONS sip:a SIP/2.0\r\n\r\n'))).toThrow(
      FramingError,
    );
    expect(() => new Framing().push(Buffer.alloc(70_000, 'x'))).toThrow(FramingError);
    const long = Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 999999\r\n\r\n');
    expect(() => new Framing().push(long)).toThrow(FramingError);
  });

  it('never become another error, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
        const framing = new Framing();
        try {
          for (const chunk of chunks) framing.push(Buffer.from(chunk));
        } catch (error) {
          expect(error).toBeInstanceOf(FramingError);
        }
      }),
    );
  });
});
