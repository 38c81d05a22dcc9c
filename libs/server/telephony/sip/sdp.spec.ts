import fc from 'fast-check';
import { agree, answeringDirection, parseSdp, writeSdp } from './sdp';

const LOCAL = { address: '192.0.2.1', port: 4_000, codecs: ['pcmu', 'pcma'] as const };
const sdp = (...lines: string[]) => parseSdp(Buffer.from(lines.join('\r\n')))!;
const START = ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0'];
const agreed = (...lines: string[]) => agree(sdp(...START, ...lines), LOCAL.codecs);

describe('a session description', () => {
  it('offers both codecs, keys and packets of 20 ms, and is understood by ourselves', () => {
    const body = writeSdp(LOCAL, 1);
    expect(body.toString().split('\r\n')).toEqual([
      'v=0',
      'o=- 1 1 IN IP4 192.0.2.1',
      's=-',
      'c=IN IP4 192.0.2.1',
      't=0 0',
      'm=audio 4000 RTP/AVP 0 8 101',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ]);
    expect(agree(parseSdp(body)!, ['pcma'])).toMatchObject({
      remote: { host: '192.0.2.1', port: 4_000 },
      codec: 'pcma',
      payloadType: 8,
      eventType: 101,
    });
  });

  it('is agreed on with the first of their codecs that is ours, without rtpmap too', () => {
    expect(agreed('m=audio 5000 RTP/AVP 18 8 0')).toMatchObject({ codec: 'pcma', payloadType: 8 });
  });

  it('may name any payload type for events and codec, and its own packet length and address', () => {
    expect(
      agreed(
        'm=audio 5000 RTP/AVP 97 126',
        'c=IN IP4 198.51.100.7',
        'a=rtpmap:97 pcmu/8000/1',
        'a=rtpmap:126 telephone-event/8000',
        'a=ptime:30',
      ),
    ).toEqual({
      remote: { host: '198.51.100.7', port: 5_000 },
      codec: 'pcmu',
      payloadType: 97,
      eventType: 126,
      packetMs: 30,
      heard: true,
    });
  });

  it('keeps packets of 20 ms where something else would be of no use', () => {
    for (const ptime of ['0', '7', '500', 'x'])
      expect(agreed('m=audio 5000 RTP/AVP 0', `a=ptime:${ptime}`)).toMatchObject({ packetMs: 20 });
  });

  it.each([
    ['a=sendonly', 'recvonly', false],
    ['a=inactive', 'inactive', false],
    ['a=recvonly', 'sendonly', true],
    ['a=sendrecv', 'sendrecv', true],
  ])('is answered to %s with %s', (line, direction, heard) => {
    const streams = sdp(...START, 'm=audio 5000 RTP/AVP 0', line);
    expect(answeringDirection(streams)).toBe(direction);
    expect(agree(streams, LOCAL.codecs)).toMatchObject({ heard });
  });

  it('without an address is the old way to hold', () => {
    expect(agreed('m=audio 5000 RTP/AVP 0', 'c=IN IP4 0.0.0.0')).toMatchObject({ heard: false });
  });

  it.each([
    ['no codec of ours', 'm=audio 5000 RTP/AVP 18'],
    ['a refused stream', 'm=audio 0 RTP/AVP 0'],
    ['a fax', 'm=image 5000 udptl t38'],
    ['encryption that we do not have', 'm=audio 5000 RTP/SAVP 0'],
    ['no stream at all', 'a=nothing'],
  ])('cannot be agreed on with %s', (_why, line) => {
    expect(agreed(line)).toBeNull();
  });

  it('is nothing or streams, whatever bytes come', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 1_000 }),
        fc.string({ maxLength: 200 }),
        (bytes, text) => {
          for (const body of [
            Buffer.from(bytes),
            Buffer.from(`v=0\r\nm=audio ${text}\r\na=${text}`),
          ])
            agree(parseSdp(body) ?? [], LOCAL.codecs);
        },
      ),
    );
  });
});
