import { codeWords } from './message-code';

describe('the words for an error code', () => {
  it.each([
    ['invalid-number', 'No such number'],
    ['UNDELIV err 027', 'The network could not deliver it'],
    ['UNDELIVERABLE', 'The network could not deliver it'],
    ['process-lost', 'Belltower was interrupted while it was handed over: it may have been sent'],
    ['ESME_RINVDSTADR (0x0b)', 'The provider does not accept this number'],
  ])('say what %s means', (code, words) => {
    expect(codeWords(code)).toBe(words);
  });

  it.each(['30003', '0x412', 'constructor'])(
    'are none where only the provider knows: %s',
    (code) => {
      expect(codeWords(code)).toBeNull();
    },
  );
});
