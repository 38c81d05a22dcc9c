import fc from 'fast-check';
import { channelsIn, parseEvent } from './ari-event';

const channel = { id: 'bt-1-1', state: 'Up', name: 'PJSIP/trunk-1' };
const parse = (event: object) => parseEvent(JSON.stringify(event));

describe('an event of a switch', () => {
  it.each([
    [
      { type: 'Dial', dialstatus: 'RINGING', peer: channel },
      { type: 'dial', status: 'RINGING' },
    ],
    [
      { type: 'ChannelStateChange', channel },
      { type: 'state', state: 'Up' },
    ],
    [{ type: 'StasisStart', args: [], channel }, { type: 'entered' }],
    [
      { type: 'ChannelDtmfReceived', digit: '#', channel },
      { type: 'digit', digit: '#' },
    ],
    [{ type: 'ChannelHangupRequest', cause: 16, channel }, { type: 'ending' }],
    [
      { type: 'ChannelDestroyed', cause: 17, tech_cause: 486, channel },
      { type: 'destroyed', q850: 17, sipStatus: 486 },
    ],
    [{ type: 'ChannelDestroyed', cause: 0, channel }, { type: 'destroyed' }],
    [
      {
        type: 'PlaybackFinished',
        playback: { id: 'p1', state: 'failed', target_uri: 'channel:bt-1-1' },
      },
      { type: 'playback-finished', playbackId: 'p1', failed: true },
    ],
    [
      {
        type: 'RecordingFinished',
        recording: { name: 'r1', state: 'done', target_uri: 'channel:bt-1-1' },
      },
      { type: 'recording-finished', name: 'r1', failed: false },
    ],
  ])('is understood: %j', (told, event) => {
    expect(parse(told)).toEqual({ channelId: 'bt-1-1', ...event });
  });

  it.each([
    { type: 'ChannelVarset', channel },
    { type: 'ChannelDtmfReceived', digit: 'x\r\n', channel },
    { type: 'ChannelDestroyed' },
    { type: 'PlaybackFinished', playback: { id: 'p1', target_uri: 'bridge:b1' } },
    { type: 'StasisStart', channel: { id: 7 } },
    { type: 'toString', channel },
  ])('is none of a driver’s business: %j', (told) => {
    expect(parse(told)).toBeNull();
  });

  it('is nothing where it is anything else, and never an error', () => {
    const types = [
      'Dial',
      'ChannelDestroyed',
      'PlaybackFinished',
      'RecordingFinished',
      'StasisStart',
    ];
    fc.assert(fc.property(fc.string(), (text) => void parseEvent(text)));
    fc.assert(fc.property(fc.json(), (text) => void parseEvent(text)));
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.anything(), fc.anything(), (type, one, other) => {
        parseEvent(safely({ type, channel: one, peer: other, playback: one, recording: other }));
      }),
    );
  });
});

describe('the channels of a switch', () => {
  it('are those with an id', () => {
    expect(channelsIn([channel, { id: 4 }, null, 'x'])).toEqual([{ id: 'bt-1-1', state: 'Up' }]);
  });

  it.each([undefined, null, {}, 'x'])('are none in %j', (body) => {
    expect(channelsIn(body)).toEqual([]);
  });
});

/** What is no JSON, such as a big number, cannot come over the wire. */
function safely(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
