import fc from 'fast-check';
import { Frame, Framing } from './framing';

const frame = (body: string, type = 'text/event-json') =>
  Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\nContent-Type: ${type}\n\n${body}`);
const reply = Buffer.from('Content-Type: command/reply\nReply-Text: +OK accepted\n\n');

function read(stream: Buffer, lengths: readonly number[]): Frame[] {
  const framing = new Framing();
  const frames: Frame[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn++) {
    const length = lengths[turn % lengths.length]!;
    frames.push(...framing.push(stream.subarray(at, at + length)));
    at += length;
  }
  expect(framing.broken).toBeNull();
  return frames;
}

describe('messages of an event socket', () => {
  it('are cut apart wherever the stream is', () => {
    const stream = Buffer.concat([
      Buffer.from('Content-Type: auth/request\n\n'),
      reply,
      frame('{"a":"1"}'),
      frame(''),
      Buffer.from('\n\n'),
      frame('two\n\nlines é'),
      Buffer.from('Content-Type: api/response\r\nContent-Length: 3\r\n\r\n+OK'),
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (lengths) => {
        const frames = read(stream, lengths);
        expect(frames.map(({ headers, body }) => [headers.get('content-type'), `${body}`])).toEqual(
          [
            ['auth/request', ''],
            ['command/reply', ''],
            ['text/event-json', '{"a":"1"}'],
            ['text/event-json', ''],
            ['text/event-json', 'two\n\nlines é'],
            ['api/response', '+OK'],
          ],
        );
      }),
    );
  });

  it('have headers by their names, whatever these are written like', () => {
    const [first] = read(Buffer.from('CONTENT-TYPE: a\nReply-Text: +OK Job-UUID: b\nodd\n\n'), [7]);
    expect([...first!.headers]).toEqual([
      ['content-type', 'a'],
      ['reply-text', '+OK Job-UUID: b'],
    ]);
  });

  it.each([
    ['never end a header section', `a: ${'x'.repeat(20_000)}`],
    ['are longer than any message is', 'Content-Length: 99999999\n\n'],
    ['do not tell their length', 'Content-Length: -1\n\n'],
  ])('that %s end the stream', (_, text) => {
    const framing = new Framing();
    expect(framing.push(Buffer.from(text))).toEqual([]);
    expect(framing.broken).toMatch(/./);
    expect(framing.push(reply)).toEqual([]);
  });

  it('never become an error, whatever bytes come in whatever pieces', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('\n', '\n\n', '\r\n\r\n', 'Content-Length: 12\n', 'Content-Length: 1e9\n\n')
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const whole = new Framing();
        const parts = new Framing();
        const at = whole.push(Buffer.concat(pieces));
        const cut = pieces.flatMap((bytes) => parts.push(bytes));
        expect(cut).toEqual(at);
        expect(parts.broken).toEqual(whole.broken);
      }),
    );
  });
});
