import fc from 'fast-check';
import {
  blankParts,
  CampaignInput,
  Channel,
  Disposition,
  encodingOf,
  fieldsFor,
  isSenderName,
  LONGEST_MESSAGE,
  MessageEncoding,
  MessageState,
  Outcome,
  plainText,
  RETRYABLE,
  standardSchema,
} from '../index';

const schema = standardSchema(CampaignInput);
const given = (values: object) => ({
  ...new CampaignInput(),
  ...{ name: 'Fair', phonebookIds: [1], gatewayIds: [1], message: 'Hello {first_name|friend}.' },
  channel: Channel.Sms,
  ...values,
});
const problemsOf = (values: object): Record<string, string> =>
  Object.fromEntries(
    (schema['~standard'].validate(given(values)).issues ?? []).map(
      ({ path, message }) => [path[0], message] as const,
    ),
  );

describe('a campaign of text messages', () => {
  it('is accepted with a text, a sender and an answer to STOP', () => {
    expect(problemsOf({})).toEqual({});
    expect(
      problemsOf({ callerId: 'Clinic', stopConfirmation: 'You get no more of these.' }),
    ).toEqual({});
  });

  it('has fields of its own, in words of its own, and none that only calls have', () => {
    const labels = Object.fromEntries(
      fieldsFor(CampaignInput, given({})).map(({ name, label }) => [name, label]),
    );
    expect(labels).toMatchObject({
      ...{ message: 'Text', callerId: 'Sender', callsPerMinute: 'Messages per minute' },
      stopConfirmation: 'Answer to STOP',
    });
    for (const name of ['audioId', 'optOutKey', 'questions', 'channels', 'ringTimeoutSeconds'])
      expect(labels).not.toHaveProperty(name);
    const ofCalls = fieldsFor(CampaignInput, given({ channel: Channel.Voice }));
    expect(ofCalls.map(({ name }) => name)).not.toContain('stopConfirmation');
    expect(ofCalls.find(({ name }) => name === 'message')?.label).toBe('Message');
  });

  it('says nothing that only calls can say', () => {
    expect(problemsOf({ optOutKey: '9', goodbye: 'Bye.', audioId: 3, channels: 4 })).toEqual({
      audioId: 'Recording counts only where Channel is Voice',
      optOutKey: 'Key to opt out counts only where Channel is Voice',
      goodbye: 'Goodbye counts only where Channel is Voice',
      channels: 'Channels counts only where Channel is Voice',
    });
    expect(problemsOf({ channel: Channel.Voice, stopConfirmation: 'Bye.' })).toEqual({
      stopConfirmation: 'Answer to STOP counts only where Channel is SMS',
    });
  });

  it('has a text, of which there is not too much', () => {
    const { issues } = schema['~standard'].validate(given({ message: '' }));
    expect(issues?.[0]?.message).toBe('Text is blank: write what is sent');
    expect(problemsOf({ message: 'x'.repeat(LONGEST_MESSAGE) })).toEqual({});
    expect(problemsOf({ message: 'x'.repeat(LONGEST_MESSAGE + 1) })).toEqual({
      message: 'Text may have at most 1,600 characters',
    });
    expect(problemsOf({ message: 'Hello {first_name' })['message']).toMatch(/^Text has a brace/);
    expect(blankParts({ channel: Channel.Sms, message: ' \n' })).toEqual([
      { field: 'message', message: 'It has nothing to send: write its text' },
    ]);
    expect(blankParts({ channel: Channel.Sms, message: 'Hello' })).toEqual([]);
  });

  it.each(['+12025550123', '12345', 'Clinic', 'ACME 24', 'A', 'a-b_c.d', '3M'])(
    'may come from %s',
    (callerId) => expect(problemsOf({ callerId })).toEqual({}),
  );

  it.each(['12', 'Twelve chars', 'Café', ' Clinic', 'Clinic ', 'a\nb', '---', '+Clinic'])(
    'does not come from %j',
    (callerId) =>
      expect(problemsOf({ callerId })['callerId']).toMatch(/^Sender must be a phone number, or a/),
  );

  it('comes from a number where it calls', () => {
    expect(problemsOf({ channel: Channel.Voice, callerId: 'Clinic' })).toEqual({
      callerId: 'Caller ID must be a phone number',
    });
    fc.assert(
      fc.property(fc.string(), (sender) => {
        if (isSenderName(sender)) expect(sender).toMatch(/^[\w .-]{1,11}$/);
      }),
    );
  });

  it('is retried after outcomes of messages, not after those of calls', () => {
    const retried = (channel: Channel, ...retryOn: Outcome[]) => problemsOf({ channel, retryOn });
    for (const channel of Object.values(Channel))
      expect(retried(channel, ...RETRYABLE[channel])).toEqual({});
    expect(retried(Channel.Sms, MessageState.Undelivered, Disposition.Busy)).toEqual({
      retryOn: 'Retry when has an outcome of the other channel: busy',
    });
    expect(retried(Channel.Voice, MessageState.Expired)).toEqual({
      retryOn: 'Retry when has an outcome of the other channel: expired',
    });
    const rule = (disposition: Outcome) => ({ disposition, times: 2, afterSeconds: 600 });
    expect(problemsOf({ retryRules: [rule(MessageState.Undelivered)] })).toEqual({});
    expect(problemsOf({ retryRules: [rule(Disposition.Busy)] })).toEqual({
      retryRules: 'Retries by outcome: busy is not retried at all',
    });
  });
});

describe('plain text', () => {
  it('needs no Unicode where only typography did', () => {
    const plain = plainText('“It’s Ana’s” – see you at 9 – 10… « ok »');
    expect(plain).toBe('"It\'s Ana\'s" - see you at 9 - 10... " ok "');
    expect(encodingOf(plain)).toBe(MessageEncoding.Gsm7);
  });

  it('keeps words and emoji as they are', () => {
    for (const text of ['François', 'Łódź', '张伟', '👩‍👩‍👧', 'col·lecció', 'a-b'])
      expect(plainText(text)).toBe(text);
  });

  it('changes nothing that the alphabet has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = plainText(text);
        expect(plainText(plain)).toBe(plain);
        if (encodingOf(text) === MessageEncoding.Gsm7 && !text.includes('\t'))
          expect(plain).toBe(text);
      }),
    );
  });
});
