import { wordsForProblem } from './connection-problem';
import { NobodyThere, Target } from './transport';

const TARGET: Target = {
  kind: 'tls',
  host: '192.0.2.9',
  port: 5_061,
  serverName: 'sip.example.com',
};
const words = (code: string, message = 'x') =>
  wordsForProblem(Object.assign(new Error(message), { code }), TARGET);

describe('why there is no connection', () => {
  it('is told in words, with what the system calls it', () => {
    expect(words('SELF_SIGNED_CERT_IN_CHAIN')).toMatch(
      /^its certificate is from nobody that is trusted \(SELF_SIGNED_CERT_IN_CHAIN\)\. With/,
    );
    expect(words('ECONNREFUSED')).toBe('nobody takes connections there (ECONNREFUSED).');
    expect(words('ERR_TLS_CERT_ALTNAME_INVALID')).toBe(
      'its certificate is of another name than sip.example.com.',
    );
  });

  it('is told by the reason behind it, or in the words of the system where there are no better ones', () => {
    const cause = Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' });
    expect(wordsForProblem(new NobodyThere('x', { cause }), TARGET)).toContain('has expired');
    expect(words('EWHATEVER', 'Something odd.')).toBe('Something odd.');
  });
});
