import { withinPanel } from './within-panel';

describe('the address to come back to', () => {
  it.each(['/', '/campaigns/7?tab=calls', '/contacts#x'])('may be %s', (address) => {
    expect(withinPanel(address)).toBe(address);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'may not be %s',
    (address) => {
      expect(withinPanel(address)).toBe('/');
    },
  );
});
