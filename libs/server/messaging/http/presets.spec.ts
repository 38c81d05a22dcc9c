import { Outbound, OutboundAnswer, OutboundRequest } from '@belltower/core';
import { HTTP_SMS_PRESETS, HttpSmsSettings, MessageState, standardSchema } from '@belltower/dto';
import { Incoming } from '../messaging';
import { givenContext } from '../messaging-context.builder';
import { HttpMessaging } from './http-messaging';

const { Sent, Rejected, Queued, Delivered, Undelivered, Failed, Unknown, Expired } = MessageState;
const SECRET = 'a-secret-of-the-tests';
const CALLBACK = `https://calls.example.org/hooks/1?key=${SECRET}`;

/** Takes down what would go out, and answers as the provider's documentation shows. */
class Recorded extends Outbound {
  readonly requests: OutboundRequest[] = [];

  constructor(private readonly answer: Partial<OutboundAnswer>) {
    super(false);
  }

  override async send(request: OutboundRequest): Promise<OutboundAnswer> {
    this.requests.push(request);
    return { status: 200, headers: {}, body: '', ...this.answer };
  }
}

function connect(key: string, answer: Partial<OutboundAnswer> = {}) {
  const preset = HTTP_SMS_PRESETS.find((one) => one.key === key)!;
  const own = { user: 'user', password: 'pass', webhookSecret: SECRET };
  const settings = Object.assign(new HttpSmsSettings(), preset.settings, own);
  const outbound = new Recorded(answer);
  const incoming: Incoming[] = [];
  const messaging = new HttpMessaging(
    givenContext({
      settings,
      outbound,
      webhookUrl: 'https://calls.example.org/hooks/1',
      receive: async (one) => void incoming.push(one),
    }),
  );
  const send = (text = 'Héllo "you" & €5') =>
    messaging.send({ id: 'bt-1-7', number: '+442079460123', sender: '+442079460000', text });
  const post = (body: object | string, query: Record<string, string> = {}) =>
    messaging.webhook({
      method: 'POST',
      headers: {},
      query: { key: SECRET, ...query },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  return { messaging, outbound, incoming, send, post };
}

/** What each provider documents: an answer that takes the message, one that does not, a report, a message to us. */
const DOCUMENTED = {
  twilio: {
    taken: { status: 201, body: { sid: 'SM1', status: 'queued', error_code: null } },
    refused: [
      [{ status: 400, body: { code: 21211, message: 'Invalid To', status: 400 } }, Rejected],
      [{ status: 429, body: { code: 20429, status: 429 } }, Queued],
      [{ status: 401, body: { code: 20003, status: 401 } }, Queued],
    ],
    reports: [
      ['MessageSid=SM1&MessageStatus=delivered&To=%2B44', Delivered],
      ['MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003', Undelivered],
      ['MessageSid=SM1&MessageStatus=failed&ErrorCode=30008', Failed],
      ['MessageSid=SM1&MessageStatus=sent', Sent],
    ],
    reply: 'MessageSid=SM9&SmsStatus=received&From=%2B442079460123&To=%2B442079460000&Body=STOP',
  },
  vonage: {
    taken: {
      body: { 'message-count': '1', messages: [{ to: '44', 'message-id': 'SM1', status: '0' }] },
    },
    refused: [
      [{ body: { messages: [{ status: '1', 'error-text': 'Throttled' }] } }, Queued],
      [{ body: { messages: [{ status: '3', 'error-text': 'Invalid to' }] } }, Rejected],
      [{ body: { messages: [{ status: '5', 'error-text': 'Internal' }] } }, Failed],
    ],
    reports: [
      [{ msisdn: '44', messageId: 'SM1', status: 'delivered', 'err-code': '0' }, Delivered],
      [{ messageId: 'SM1', status: 'expired', 'err-code': '1' }, Expired],
      [{ messageId: 'SM1', status: 'accepted', 'err-code': '0' }, Sent],
      [{ messageId: 'SM1', status: 'unknown', 'err-code': '1' }, Unknown],
    ],
    reply: {
      msisdn: '442079460123',
      to: '442079460000',
      messageId: 'SM9',
      text: 'STOP',
      type: 'text',
    },
  },
  plivo: {
    taken: { status: 202, body: { message: 'queued', message_uuid: ['SM1'], api_id: 'a' } },
    refused: [[{ status: 400, body: { error: 'dst is invalid' } }, Rejected]],
    reports: [
      ['MessageUUID=SM1&Status=delivered&ErrorCode=000', Delivered],
      ['MessageUUID=SM1&Status=undelivered&ErrorCode=300', Undelivered],
      ['MessageUUID=SM1&Status=queued', Sent],
    ],
    reply: 'MessageUUID=SM9&From=442079460123&To=442079460000&Text=STOP&Type=sms',
  },
  infobip: {
    taken: {
      body: { messages: [{ to: '44', messageId: 'SM1', status: { groupName: 'PENDING' } }] },
    },
    refused: [
      [
        {
          body: {
            messages: [
              { messageId: 'x', status: { groupName: 'REJECTED', name: 'REJECTED_DESTINATION' } },
            ],
          },
        },
        Rejected,
      ],
      [{ status: 401, body: { requestError: {} } }, Queued],
    ],
    reports: [
      [{ results: [{ messageId: 'SM1', status: { groupName: 'DELIVERED' } }] }, Delivered],
      [{ results: [{ messageId: 'SM1', status: { groupName: 'UNDELIVERABLE' } }] }, Undelivered],
      [{ results: [{ messageId: 'SM1', status: { groupName: 'EXPIRED' } }] }, Expired],
    ],
    reply: {
      results: [{ messageId: 'SM9', from: '442079460123', to: '442079460000', text: 'STOP' }],
    },
  },
  sinch: {
    taken: { status: 201, body: { id: 'SM1', to: ['44'], type: 'mt_text' } },
    refused: [[{ status: 400, body: { code: 'syntax_invalid_parameter_format' } }, Rejected]],
    reports: [
      [
        { type: 'recipient_delivery_report_sms', batch_id: 'SM1', code: 0, status: 'Delivered' },
        Delivered,
      ],
      [
        { type: 'recipient_delivery_report_sms', batch_id: 'SM1', code: 401, status: 'Dispatched' },
        Sent,
      ],
      [
        { type: 'recipient_delivery_report_sms', batch_id: 'SM1', code: 402, status: 'Aborted' },
        Failed,
      ],
    ],
    reply: { type: 'mo_text', id: 'SM9', from: '442079460123', to: '442079460000', body: 'STOP' },
  },
  telnyx: {
    taken: { body: { data: { id: 'SM1', to: [{ status: 'queued' }] } } },
    refused: [[{ status: 422, body: { errors: [{ code: '40310' }] } }, Rejected]],
    reports: [
      [telnyx('message.finalized', 'delivered'), Delivered],
      [telnyx('message.finalized', 'delivery_failed'), Undelivered],
      [telnyx('message.finalized', 'delivery_unconfirmed'), Unknown],
      [telnyx('message.sent', 'sent'), Sent],
    ],
    reply: {
      data: {
        event_type: 'message.received',
        payload: {
          id: 'SM9',
          direction: 'inbound',
          from: { phone_number: '+442079460123' },
          to: [{ phone_number: '+442079460000', status: 'webhook_delivered' }],
          text: 'STOP',
        },
      },
    },
  },
  kannel: {
    taken: { status: 202, body: '0: Accepted for delivery' },
    refused: [
      [{ status: 503, body: 'Temporal failure, try again later.' }, Queued],
      [{ status: 403, body: 'Authorization failed for sendsms' }, Queued],
    ],
    reports: [
      ['id=bt-1-7&state=1', Delivered],
      ['id=bt-1-7&state=8', Sent],
      ['id=bt-1-7&state=16', Failed],
    ],
    reply: 'from=%2B442079460123&to=%2B442079460000&text=STOP',
  },
} satisfies Record<string, Documented>;

interface Documented {
  taken: { status?: number; body: object | string };
  refused: [{ status?: number; body: object | string }, MessageState][];
  reports: [object | string, MessageState][];
  reply: object | string;
}

function telnyx(event: string, status: string): object {
  const to = [{ phone_number: '+442079460123', status }];
  return { data: { event_type: event, payload: { id: 'SM1', to, text: 'Hello', errors: [] } } };
}

const textOf = (body: object | string) => (typeof body === 'string' ? body : JSON.stringify(body));

describe('presets of providers', () => {
  it.each(HTTP_SMS_PRESETS.map((preset) => [preset.key, preset] as const))(
    '%s keeps to the rules of the settings that it fills in',
    (_, { settings, documentation }) => {
      const filled = Object.assign(new HttpSmsSettings(), settings);
      expect(standardSchema(HttpSmsSettings)['~standard'].validate(filled)).not.toHaveProperty(
        'issues',
      );
      expect(() => new URL(documentation)).not.toThrow();
    },
  );

  it('are as many as are documented here', () => {
    expect(HTTP_SMS_PRESETS.map(({ key }) => key).sort()).toEqual(Object.keys(DOCUMENTED).sort());
  });

  describe.each(Object.entries(DOCUMENTED as Record<string, Documented>))(
    '%s',
    (key, documented) => {
      it('is asked with number, sender, text and where to report', async () => {
        const { outbound, send } = connect(key, {
          ...documented.taken,
          body: textOf(documented.taken.body),
        });
        await send();
        const [{ url, body, headers }] = outbound.requests as [OutboundRequest];
        const said = decodeURIComponent(`${url} ${body ?? ''} ${Object.values(headers).join(' ')}`);
        for (const part of ['442079460123', '442079460000', CALLBACK.split('?')[0]!, SECRET])
          expect(said).toContain(part);
        // A value is not torn by the quotes, ampersands and others around it.
        if (headers['content-type'] === 'application/json')
          expect(JSON.stringify(JSON.parse(body!))).toContain(
            JSON.stringify('Héllo "you" & €5').slice(1, -1),
          );
        else
          expect([...new URLSearchParams(body || url.search).values()]).toContain(
            'Héllo "you" & €5',
          );
        expect(said).toMatch(/pass|dXNlcjpwYXNz/);
      });

      it('takes a message under its id', async () => {
        const { send } = connect(key, { ...documented.taken, body: textOf(documented.taken.body) });
        const raw = key === 'kannel' ? 'bt-1-7' : 'SM1';
        expect(await send()).toMatchObject({ state: Sent, ids: [{ raw }] });
      });

      it('refuses messages as it documents', async () => {
        for (const [answer, state] of documented.refused) {
          const { send } = connect(key, { ...answer, body: textOf(answer.body) });
          expect(await send()).toMatchObject({ state, ids: [] });
        }
      });

      it('reports as it documents', async () => {
        const { post, incoming } = connect(key);
        for (const [report] of documented.reports) await post(report);
        const raw = key === 'kannel' ? 'bt-1-7' : 'SM1';
        expect(incoming).toMatchObject(
          documented.reports.map(([, state]) => ({ type: 'receipt', state, id: { raw } })),
        );
      });

      it('tells of a message to us', async () => {
        const { post, incoming } = connect(key);
        expect(await post(documented.reply)).toEqual({ status: 200, body: '' });
        expect(incoming).toMatchObject([
          { type: 'reply', from: '+442079460123', to: '+442079460000', text: 'STOP' },
        ]);
      });
    },
  );

  it('say Unicode where it is asked for', async () => {
    const { outbound, send } = connect('vonage');
    await send('Hello');
    await send('Добрый день');
    const types = outbound.requests.map(({ body }) => new URLSearchParams(body!).get('type'));
    expect(types).toEqual(['text', 'unicode']);
  });
});
