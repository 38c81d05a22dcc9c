import fc from 'fast-check';
import { Framing } from './framing';
import { Incoming, incomingOf } from './incoming';

const read = (text: string): Incoming => {
  const [frame] = new Framing().push(Buffer.from(text));
  return incomingOf(frame!);
};
const event = (json: string) =>
  read(`Content-Length: ${Buffer.byteLength(json)}\nContent-Type: text/event-json\n\n${json}`);

describe('what the switch says', () => {
  it.each([
    ['Content-Type: auth/request\n\n', { kind: 'auth-request' }],
    [
      'Content-Type: command/reply\nReply-Text: -ERR invalid\n\n',
      { kind: 'reply', text: '-ERR invalid' },
    ],
    ['Content-Type: api/response\nContent-Length: 4\n\n+OK\n', { kind: 'reply', text: '+OK' }],
    ['Content-Type: text/disconnect-notice\n\n', { kind: 'goodbye' }],
    ['Content-Type: text/rude-rejection\n\n', { kind: 'rejected' }],
    ['Content-Type: log/data\n\n', { kind: 'unknown' }],
    ['X: y\n\n', { kind: 'unknown' }],
  ])('%j is understood', (text, incoming) => {
    expect(read(text)).toEqual(incoming);
  });

  it('in an event is its values, as far as they are text', () => {
    const json = JSON.stringify({
      'Event-Name': 'HEARTBEAT',
      'Session-Count': '12',
      'Max-Sessions': 'many',
      variable_a: 'b',
      empty: '',
      list: ['x'],
    });
    const incoming = event(json);
    if (incoming.kind !== 'event') throw new Error('no event');
    const { event: told } = incoming;
    expect(told.name).toBe('HEARTBEAT');
    expect(told.channel).toBe('');
    expect(told.count('Session-Count')).toBe(12);
    expect(told.count('Max-Sessions')).toBeUndefined();
    expect(told.variable('a')).toBe('b');
    expect(told.text('empty')).toBeUndefined();
    expect(told.text('list')).toBeUndefined();
    expect(told.text('toString')).toBeUndefined();
  });

  it('never becomes an error, whatever its body is', () => {
    fc.assert(fc.property(fc.string(), (text) => void event(text)));
    fc.assert(fc.property(fc.json(), (text) => void event(text)));
  });
});
