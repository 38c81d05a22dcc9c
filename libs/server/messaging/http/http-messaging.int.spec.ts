import { Outbound } from '@belltower/core';
import {
  GatewayStatus,
  HttpSmsAccess,
  HttpSmsFormat,
  HttpSmsSettings,
  MessageState,
} from '@belltower/dto';
import { freePort } from '@belltower/testing';
import { AddressInfo, createServer, Socket } from 'node:net';
import { Incoming, Receive, WebhookRequest } from '../messaging';
import { Bench, describeMessaging, FarSide } from '../messaging.contract';
import { givenContext } from '../messaging-context.builder';
import { passing, until } from '../testing/until';
import { HttpMessaging } from './http-messaging';
import { Provider, PROVIDER_SETTINGS } from './testing/provider';

const { Queued, Sent, Failed, Rejected, Unknown, Delivered } = MessageState;
/** What a second of the contract is here. */
const SECOND_MS = 10;
const LEAST_MS = 40;
const MOST_MS = 400;
const SECRET = 'a-secret-of-the-tests';
const outbounds: Outbound[] = [];

afterEach(() => {
  for (const outbound of outbounds.splice(0)) outbound.close();
});

function given(
  settings: Partial<HttpSmsSettings>,
  receive: Receive = async () => undefined,
  allowsPrivate = true,
): HttpMessaging {
  const outbound = new Outbound(allowsPrivate);
  outbounds.push(outbound);
  return new HttpMessaging(
    givenContext({
      settings: Object.assign(new HttpSmsSettings(), PROVIDER_SETTINGS, settings),
      receive,
      outbound,
      webhookUrl: 'https://calls.example.org/api/v1/webhooks/gateways/1',
    }),
  );
}

async function benchOf(side: FarSide, receive: Receive): Promise<Bench> {
  const provider = side.down ? null : await Provider.start(side);
  const url = provider?.url ?? `http://127.0.0.1:${await freePort()}/messages`;
  const messaging = given({ url, answerTimeoutSeconds: 1 }, receive);
  if (provider) provider.target = messaging;
  return {
    messaging,
    pass: async (seconds) => {
      await passing(Math.min(MOST_MS, Math.max(LEAST_MS, seconds * SECOND_MS)));
      await until(() => provider?.isQuiet ?? true);
    },
    arrived: async () => provider?.arrived() ?? [],
    close: async () => {
      await messaging.close();
      await provider?.close();
    },
  };
}

describeMessaging('http', benchOf);

describe('a provider over HTTP', () => {
  const providers: Provider[] = [];
  const start = async (side: Partial<FarSide> = {}) => {
    const provider = await Provider.start({ answer: 'taken', ...side });
    providers.push(provider);
    return provider;
  };
  const message = {
    id: 'bt-1-1',
    number: '+442079460123',
    sender: null,
    text: 'Grüße & “mehr” <€>',
  };

  afterEach(async () => {
    for (const provider of providers.splice(0)) await provider.close();
  });

  it('is given values in address, headers and form, each as that takes it', async () => {
    const provider = await start();
    await given({
      url: `${provider.url}/{user}?to={digits}`,
      access: HttpSmsAccess.Basic,
      user: 'a/b c',
      password: 'p:w',
      headers: ['X-Ref: {id}', 'X-Text: {text}'],
      format: HttpSmsFormat.Form,
      body: 'Body={text}&From={sender}',
      sender: 'Clinic',
    }).send(message);
    const [asked] = provider.asked;
    expect(asked).toMatchObject({
      path: '/messages/a%2Fb%20c?to=442079460123',
      headers: {
        authorization: `Basic ${Buffer.from('a/b c:p:w').toString('base64')}`,
        'x-ref': 'bt-1-1',
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(Object.fromEntries(new URLSearchParams(asked!.body))).toEqual({
      Body: message.text,
      From: 'Clinic',
    });
    // No header holds what would end it, or begin another.
    expect(asked!.headers['x-text']).toBe('Gre & mehr <>');
  });

  it('is given XML that stays the XML it was', async () => {
    const provider = await start();
    const text = '</text><text a="b">&amp;\u0001\ud800';
    await given({
      url: provider.url,
      format: HttpSmsFormat.Xml,
      body: '<sms><text>{text}</text></sms>',
    }).send({ ...message, text });
    expect(provider.asked[0]!.body).toBe(
      '<sms><text>&#60;/text&#62;&#60;text a=&#34;b&#34;&#62;&#38;amp;\ufffd\ufffd</text></sms>',
    );
  });

  it('is given no value that comes from another', async () => {
    const provider = await start();
    const text = '{password} {"a":1} {user}';
    await given({ url: provider.url, password: 'hidden' }).send({ ...message, text });
    expect(JSON.parse(provider.asked[0]!.body)).toMatchObject({ text });
  });

  it.each([
    [429, '{}', Queued],
    [503, 'Service Unavailable', Queued],
    [401, '{}', Queued],
    [400, '{"error":{"code":"bad-number"}}', Rejected],
    [404, '<html>', Failed],
    [302, '', Failed],
    [500, 'oops', Unknown],
    [502, '', Unknown],
    [200, '{"status":"9","id":"x"}', Failed],
    [200, 'not json', Failed],
    [200, '{"status":"1"}', Queued],
    [200, '{"status":"3"}', Rejected],
    [200, '{"status":"0","id":"x"}', Sent],
    [201, '{"status":0,"id":17}', Sent],
  ])('that answers %i %s: %s', async (status, body, state) => {
    const { submissionOf } = await import('./answer');
    const settings = Object.assign(new HttpSmsSettings(), {
      idPath: 'id',
      takenPath: 'status',
      takenWords: ['0'],
      codePath: status === 200 ? 'status' : 'error.code',
      busyWords: ['1'],
      rejectedWords: ['3'],
    });
    const answer = { status, body, headers: {} };
    expect(submissionOf(answer, settings, message, new Date(0))).toMatchObject({ state });
  });

  it('is not told of a message that is called back while a connection to it is made', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.resume()));
    await new Promise<void>((up) => silent.listen(0, '127.0.0.1', up));
    const { port } = silent.address() as AddressInfo;
    const messaging = given({ url: `https://127.0.0.1:${port}/` });
    const sent = messaging.send(message);
    await until(() => sockets.length > 0);
    messaging.cancel(message.id);
    expect(await sent).toMatchObject({ state: Queued, code: 'cancelled', ids: [] });
    // The connection is given up.
    await until(() => sockets[0]!.destroyed);
    await new Promise((closed) => silent.close(closed));
  });

  it('names every part that it has made of a message', async () => {
    const { submissionOf } = await import('./answer');
    const settings = Object.assign(new HttpSmsSettings(), { idPath: 'messages.*.id' });
    const body = '{"messages":[{"id":"a"},{"id":"b"},{}]}';
    const { ids } = submissionOf(
      { status: 200, body, headers: {} },
      settings,
      message,
      new Date(0),
    );
    expect(ids.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('is not asked on this machine or in its network, unless the operator allows it', async () => {
    const provider = await start();
    const messaging = given({ url: provider.url }, undefined, false);
    expect(await messaging.send(message)).toMatchObject({ state: Queued, code: 'unreachable' });
    expect(await messaging.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('public internet'),
    });
    expect(provider.asked).toEqual([]);
  });

  describe('that posts to us', () => {
    const incoming: Incoming[] = [];
    const messaging = () =>
      given({ url: 'https://sms.example.com/' }, async (one) => void incoming.push(one));
    const post = (body: string | Buffer, values: Partial<WebhookRequest> = {}) =>
      messaging().webhook({
        method: 'POST',
        headers: {},
        query: { key: SECRET },
        body: Buffer.from(body),
        ...values,
      });

    beforeEach(() => (incoming.length = 0));

    it.each([
      ['no secret', { query: {} }],
      ['another', { query: { key: 'a-secret-of-the-testx' } }],
      ['an empty one', { query: { key: '' } }],
    ])('is refused with %s', async (_, values) => {
      expect(await post('{"id":"a","state":"delivered"}', values)).toMatchObject({ status: 403 });
      expect(incoming).toEqual([]);
    });

    it('is refused where there is no secret at all', async () => {
      const open = given({ url: 'https://sms.example.com/', webhookSecret: null });
      const request = { method: 'POST', headers: {}, query: { key: '' }, body: Buffer.from('{}') };
      expect(await open.webhook(request)).toMatchObject({ status: 403 });
    });

    it('is understood as JSON, as a form, and by its query, with the secret in a header too', async () => {
      await post('{"id":"a","state":"Delivered"}');
      await post('id=b&state=DELIVERED', { headers: { 'content-type': 'text/plain' } });
      await post('', {
        method: 'GET',
        headers: { 'x-webhook-secret': SECRET },
        query: { id: 'c', state: 'delivered' },
      });
      expect(incoming).toMatchObject(
        ['a', 'b', 'c'].map((raw) => ({ type: 'receipt', state: Delivered, id: { raw } })),
      );
    });

    it.each([
      ['[', 400],
      ['{"id":', 400],
      ['null', 200],
      ['{}', 200],
      ['[]', 200],
      ['{"id":{"a":1},"state":[]}', 200],
      ['{"__proto__":{"id":"x","state":"delivered"}}', 200],
      [Buffer.from([0xff, 0xfe, 0x00]), 200],
    ])('may post %s', async (body, status) => {
      expect(await post(body)).toEqual({ status, body: '' });
      expect(incoming).toEqual([]);
    });
  });
});
