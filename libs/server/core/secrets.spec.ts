import { Secrets } from './secrets';

describe('Secrets', () => {
  const secrets = new Secrets('k'.repeat(32));

  it('opens what it sealed, and seals the same text differently each time', () => {
    const sealed = secrets.seal('pässword');
    expect(secrets.open(sealed)).toBe('pässword');
    expect(secrets.seal('pässword')).not.toBe(sealed);
  });

  it('refuses a text that was changed or sealed under another key', () => {
    const sealed = Buffer.from(secrets.seal('password'), 'base64');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => secrets.open(sealed.toString('base64'))).toThrow();
    expect(() => new Secrets('z'.repeat(32)).open(secrets.seal('password'))).toThrow();
  });
});
