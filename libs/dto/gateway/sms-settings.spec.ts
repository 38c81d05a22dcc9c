import { problemsOf, standardSchema } from '../field/standard-schema';
import { Dto } from '../field/field';
import { validateSync } from 'class-validator';
import { driverOf } from './drivers';
import { Channel } from './gateway';
import { formOfGateway, gatewayForm } from './gateway-form';
import { HTTP_SMS, HttpSmsSettings } from './http-sms-settings';
import { HTTP_SMS_PRESETS } from './http-sms-presets';
import { SMPP, SmppSettings } from './smpp-settings';

const HTTP = {
  url: 'https://api.example.com/messages',
  body: '{"to": "{number}", "text": "{text}"}',
};
const CENTRE = { host: 'smpp.example.com', systemId: 'belltower' };

/** As the API says it, and as the form does. */
function problems(dto: Dto, values: object): string[] {
  const said = problemsOf(dto, validateSync(Object.assign(new dto(), values)));
  const driver = driverOf(Channel.Sms, (dto === HttpSmsSettings ? HTTP_SMS : SMPP).key)!;
  const form = formOfGateway({ name: 'Provider', settings: { ...values } });
  const { issues = [] } = standardSchema(gatewayForm(driver, Channel.Sms))['~standard'].validate(
    form,
  );
  const messages = said.map(({ message }) => message);
  expect(issues.map(({ message }) => message)).toEqual(messages);
  return messages;
}
const ofHttp = (values: object) => problems(HttpSmsSettings, { ...HTTP, ...values });
const ofSmpp = (values: object) => problems(SmppSettings, { ...CENTRE, ...values });

describe('settings of a provider over HTTP', () => {
  it.each([
    ['ftp://example.com/x', 'Address must begin with https:// or http://, not ftp://'],
    ['file:///etc/passwd', 'Address must begin with https:// or http://, not file://'],
    ['api.example.com', 'Address must look like https://api.example.com/messages'],
    ['https://user:word@example.com/', /^Address must not contain user and password/],
    ['https://example.com:70000/', 'Address is no address: look at its host and port'],
    ['https://', 'Address is no address: look at its host and port'],
    ['https://[::1/', 'Address is no address: look at its host and port'],
    ['https://example.com/a b', 'Address must not contain spaces or line breaks'],
    ['https://example.com/\r\nX: y', 'Address must not contain spaces or line breaks'],
  ])('do not take %j for an address', (url, message) => {
    expect(ofHttp({ url })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    'https://{user}.example.com/{password}/send?to={digits}',
    'http://[2001:db8::1]:8080/',
    'HTTPS://EXAMPLE.COM',
  ])('take %s', (url) => expect(ofHttp({ url })).toEqual([]));

  it.each([
    '{"to": "{number}", "text": {text}',
    '{"to": {number} "text": "{text}"}',
    '{"to": "{number}", "text": {text}}',
    'to={number}&text={text}',
    "{'to': '{number}'}",
  ])('do not take %s for a body in JSON', (body) => {
    expect(ofHttp({ body })).toEqual([
      'Body is no JSON once it is filled in: write texts as "{text}", with quotes',
    ]);
    expect(ofHttp({ body, format: 'form' })).toEqual([]);
    expect(ofHttp({ body, method: 'GET' })).toEqual([]);
  });

  it('take a body that is JSON once it is filled in, whatever stands in its braces', () => {
    for (const body of ['{"to": {digits}, "messages": [{"text": "{text}", "{id}": {}}]}', '', null])
      expect(ofHttp({ body })).toEqual([]);
  });

  it.each([
    ['X-Key: a\r\nX-Other: b', /must each look like X-Key: value/],
    ['X-Key', /must each look like X-Key: value/],
    ['X-Key: 5 €', /must each look like X-Key: value, on one line, in plain ASCII/],
    ['Content-Length: 5', 'Headers must not name Content-Length, which is said by itself'],
    ['host: elsewhere.example.com', 'Headers must not name host, which is said by itself'],
  ])('do not take %j for a header', (header, message) => {
    expect(ofHttp({ headers: ['X-Good: yes', header] })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['too-short', /^Secret of the webhook must be 16 to 100 letters/],
    ['with a space in the middle', /^Secret of the webhook must be 16 to 100 letters/],
    ['x'.repeat(101), /^Secret of the webhook must be 16 to 100 letters/],
  ])('do not take %s for a secret', (webhookSecret, message) => {
    expect(ofHttp({ webhookSecret })).toEqual([expect.stringMatching(message)]);
  });

  it.each(['messages[0].id', '.id', 'a..b', 'an id', `${'a.'.repeat(11)}b`])(
    'do not take %s for a path',
    (idPath) => {
      expect(ofHttp({ idPath })).toEqual(['Id at must look like messages.0.id']);
    },
  );

  it('are sound where a provider is known', () => {
    for (const { settings } of HTTP_SMS_PRESETS) expect(ofHttp(settings)).toEqual([]);
  });
});

describe('settings of a message centre', () => {
  it.each([
    [{ systemId: 'sixteen-letters!' }, 'System id may have at most 15 characters'],
    [{ systemId: 'bell\0tower' }, 'System id must be plain ASCII on one line'],
    [{ systemId: 'glöckner' }, 'System id must be plain ASCII on one line'],
    [{ password: 'x'.repeat(65) }, 'Password may have at most 64 characters'],
    [{ password: 'pass\nword' }, 'Password must be plain ASCII on one line'],
    [{ systemType: 'thirteen-long' }, 'System type may have at most 12 characters'],
    [{ serviceType: 'sixsix' }, 'Service type may have at most 5 characters'],
    [{ port: 0 }, 'Port must not be less than 1'],
    [{ port: 70_000 }, 'Port must not be greater than 65535'],
    [{ window: 0 }, 'Window must not be less than 1'],
    [{ segmentsPerSecond: 0 }, 'Segments per second must not be less than 0.1'],
    [{ segmentsPerSecond: -1 }, 'Segments per second must not be less than 0.1'],
    [{ segmentsPerSecond: 1e9 }, 'Segments per second must not be greater than 10000'],
    [{ segmentsPerSecond: 0.555 }, 'Segments per second may have two decimals at most'],
    [
      { host: 'smpp://example.com' },
      'Host must be a host name such as smpp.example.com, or an IP address',
    ],
  ])('are refused with %j, in words of their field', (values, message) => {
    expect(ofSmpp(values)).toEqual([message]);
  });

  it('may have half a segment a second, and a password longer than the standard has it', () => {
    expect(ofSmpp({ segmentsPerSecond: 0.5, password: 'nine-long' })).toEqual([]);
  });
});
