import { DigestAnswers } from './digest';
import { Headers, SipRequest, SipResponse } from './message';
import { parametersOf, splitOutside } from './split';

const request = (method = 'INVITE', uri = 'sip:bob@biloxi.com') =>
  new SipRequest(method, uri, new Headers());
const challenge = (...values: string[]) =>
  new SipResponse(
    401,
    'Unauthorized',
    new Headers(values.map((value) => ['www-authenticate', value])),
  );
const proxyChallenge = (...values: string[]) =>
  new SipResponse(
    407,
    'Proxy Authentication Required',
    new Headers(values.map((value) => ['proxy-authenticate', value])),
  );
const answersOf = (credentials = { user: 'bob', password: 'zanzibar' }, cnonce = '0a4f113b') =>
  new DigestAnswers(credentials, () => cnonce);
const fieldsOf = (message: SipRequest, name = 'authorization') =>
  message.headers
    .all(name)
    .map((value) => Object.fromEntries(parametersOf(splitOutside(value.slice(7), ',')!)));

describe('the answer to a digest challenge', () => {
  it('is that of the example of RFC 2617 with MD5 and qop auth', () => {
    const answers = answersOf({ user: 'Mufasa', password: 'Circle Of Life' });
    const message = request('GET', '/dir/index.html');
    const asked = challenge(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    expect(answers.answer(asked, message)).toBe(true);
    expect(fieldsOf(message)).toEqual([
      {
        username: 'Mufasa',
        realm: 'testrealm@host.com',
        nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
        uri: '/dir/index.html',
        qop: 'auth',
        nc: '00000001',
        cnonce: '0a4f113b',
        response: '6629fae49393a05397450978507c4ef1',
        opaque: '5ccc069c403ebaf9f0171e9517f40e41',
      },
    ]);
  });

  it('is that of the example of RFC 7616 with SHA-256', () => {
    const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
    const answers = answersOf({ user: 'Mufasa', password: 'Circle of Life' }, cnonce);
    const message = request('GET', '/dir/index.html');
    const asked = challenge(
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    );
    expect(answers.answer(asked, message)).toBe(true);
    expect(fieldsOf(message)[0]).toMatchObject({
      algorithm: 'SHA-256',
      response: '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    });
  });

  it('has neither count nor cnonce where no protection is offered', () => {
    const message = request();
    answersOf().answer(challenge('Digest realm="biloxi.com",nonce="n"'), message);
    expect(fieldsOf(message)[0]).toEqual({
      username: 'bob',
      realm: 'biloxi.com',
      nonce: 'n',
      uri: 'sip:bob@biloxi.com',
      response: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('goes to a proxy by its own header', () => {
    const message = request();
    expect(answersOf().answer(proxyChallenge('Digest realm="p", nonce="n"'), message)).toBe(true);
    expect(message.headers.all('authorization')).toEqual([]);
    expect(fieldsOf(message, 'proxy-authorization')[0]).toMatchObject({ realm: 'p' });
  });

  it('takes the topmost challenge that it understands, one for each realm', () => {
    const message = request();
    const asked = challenge(
      'Digest realm="one", nonce="a", algorithm=SHA-512-256, qop="auth"',
      'Digest realm="one", nonce="b", algorithm=SHA-256, qop="auth"',
      'Digest realm="one", nonce="c", algorithm=MD5, qop="auth"',
      'Digest realm="two", nonce="d"',
      'Basic realm="three"',
    );
    expect(answersOf().answer(asked, message)).toBe(true);
    expect(fieldsOf(message).map(({ nonce }) => nonce)).toEqual(['b', 'd']);
  });

  it('is given once for a nonce, and again only for a stale one', () => {
    const answers = answersOf();
    expect(answers.answer(challenge('Digest realm="r", nonce="1"'), request())).toBe(true);
    expect(answers.answer(challenge('Digest realm="r", nonce="1"'), request())).toBe(false);
    expect(answers.answer(challenge('Digest realm="r", nonce="2"'), request())).toBe(false);
    expect(answers.answer(challenge('Digest realm="r", nonce="3", stale=TRUE'), request())).toBe(
      true,
    );
    expect(answers.answer(challenge('Digest realm="r", nonce="3", stale=true'), request())).toBe(
      false,
    );
  });

  it('is given to a proxy and to whoever is behind it', () => {
    const answers = answersOf();
    const message = request();
    expect(answers.answer(proxyChallenge('Digest realm="r", nonce="1"'), message)).toBe(true);
    expect(answers.answer(challenge('Digest realm="r", nonce="2"'), message)).toBe(true);
    expect(message.headers.all('proxy-authorization')).toHaveLength(1);
    expect(message.headers.all('authorization')).toHaveLength(1);
  });

  it('ends some time even where every nonce is called stale', () => {
    const answers = answersOf();
    const rounds = Array.from({ length: 20 }, (_, round) =>
      answers.answer(challenge(`Digest realm="r", nonce="${round}", stale=true`), request()),
    );
    expect(rounds.lastIndexOf(true)).toBeLessThan(6);
  });

  it('is not there without a password, or for what cannot be understood', () => {
    const asked = challenge('Digest realm="r", nonce="1"');
    expect(new DigestAnswers(null).answer(asked, request())).toBe(false);
    for (const value of [
      'Digest',
      'Digest realm="r',
      'Digest realm="r", nonce="1", qop="auth-int"',
      'Basic realm="r"',
      '',
    ])
      expect(answersOf().answer(challenge(value), request())).toBe(false);
  });

  it('cannot be broken out of by a realm or a user', () => {
    const message = request();
    const answers = answersOf({ user: 'a", realm="x', password: 'p' });
    answers.answer(challenge('Digest realm="a \\"b\\"", nonce="1"'), message);
    expect(fieldsOf(message)[0]).toMatchObject({ username: 'a", realm="x', realm: 'a "b"' });
  });
});
