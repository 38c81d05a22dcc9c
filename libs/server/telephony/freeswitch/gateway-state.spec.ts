import fc from 'fast-check';
import { gatewayStateIn } from './gateway-state';

const xml = (state: string, status: string) =>
  `<?xml version="1.0" encoding="ISO-8859-1"?>\n<gateway>\n    <name>carrier</name>\n` +
  `    <state>${state}</state>\n    <status>${status}</status>\n</gateway>\n`;

describe('a gateway of the switch', () => {
  it.each([
    ['NOREG', 'UP', { up: true, words: 'does not register' }],
    ['REGED', 'UP (ping)', { up: true, words: 'is registered' }],
    ['REGED', 'DOWN (ping)', { up: false, words: 'is registered and is down' }],
    ['FAIL_WAIT', 'DOWN', { up: false, words: 'could not register and is down' }],
    ['TRYING', 'UP', { up: false, words: 'is registering' }],
    ['NEW_STATE', 'UP', { up: false, words: 'is in the state NEW_STATE' }],
  ])('in the state %s and %s', (state, status, expected) => {
    expect(gatewayStateIn(xml(state, status))).toEqual(expected);
  });

  it('that it does not know is none', () => {
    expect(gatewayStateIn('Invalid Gateway!')).toEqual({ up: false, words: 'is unknown to it' });
    fc.assert(fc.property(fc.string(), (text) => !gatewayStateIn(text).up));
  });
});
