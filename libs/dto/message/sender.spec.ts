import { Channel, GatewayInput, isSenderName, standardSchema } from '../index';

describe('who sends a message', () => {
  it.each(['Clinic', 'Dr Who', 'a', 'A1', 'St.Mary-2', 'Clinic.'])('can be called %s', (name) =>
    expect(isSenderName(name)).toBe(true),
  );

  it.each(['', '12345', '+', 'TwelveLetter', ' Clinic', 'Clinic ', '12-34', 'Café', 'a\nb', 'a;b'])(
    'cannot be called %j',
    (name) => expect(isSenderName(name)).toBe(false),
  );

  const problems = (values: Partial<GatewayInput>) => {
    const gateway = Object.assign(new GatewayInput(), { name: 'Way' }, values);
    const { issues = [] } = standardSchema(GatewayInput)['~standard'].validate(gateway) as {
      issues?: { message: string }[];
    };
    return issues.map(({ message }) => message);
  };

  it('is a number only, where people are called', () => {
    expect(problems({ channel: Channel.Sms, callerId: 'Clinic' })).toEqual([]);
    expect(problems({ channel: Channel.Sms, callerId: 'Clinic!' })).toEqual([
      expect.stringMatching(/^Own sender must be a phone number, or a name of up to 11/),
    ]);
    expect(problems({ callerId: 'Clinic' })).toEqual(['Own caller ID must be a phone number']);
  });

  it('is one of several allowed ones by the same rule', () => {
    expect(
      problems({ channel: Channel.Sms, callerIdsAllowed: ['Clinic', '+12025550100'] }),
    ).toEqual([]);
    expect(problems({ callerIdsAllowed: ['Clinic'] })).toEqual([
      'each of Allowed caller IDs must be a phone number',
    ]);
  });
});
