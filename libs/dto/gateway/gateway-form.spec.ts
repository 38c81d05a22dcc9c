import {
  Channel,
  driverOf,
  fieldsFor,
  fieldsOf,
  formOfGateway,
  GatewayInput,
  gatewayForm,
  gatewayOfForm,
  SIMULATOR,
  standardSchema,
} from '../index';

const trunk = { name: 'Trunk', settings: { answered: 80, keys: ['1'] } };
const problems = (value: object) =>
  standardSchema(gatewayForm(SIMULATOR))['~standard'].validate(value).issues ?? [];

describe('the form of a gateway', () => {
  it('has the fields of the gateway, then those of its driver', () => {
    const names = fieldsOf(gatewayForm(SIMULATOR)).map(({ name }) => name);
    expect(names.indexOf('channels')).toBeLessThan(names.indexOf('settings.answered'));
    expect(fieldsOf(gatewayForm(SIMULATOR)).find(({ name }) => name === 'settings.speed')).toEqual(
      expect.objectContaining({ label: 'Speed', kind: 'number', min: 0.1, section: 'Times' }),
    );
  });

  it('runs the rules of both', () => {
    const form = { ...formOfGateway(trunk), channels: 0, 'settings.answered': -1 };
    expect(new Set(problems(form))).toEqual(
      new Set([
        { path: ['channels'], message: 'Channels must not be less than 1' },
        { path: ['settings.answered'], message: 'Answered must not be less than 0' },
      ]),
    );
    expect(problems(formOfGateway(trunk))).toEqual([]);
  });

  it('leaves the rules of a gateway without a form as they were', () => {
    const input = Object.assign(new GatewayInput(), { name: 'Trunk', 'settings.answered': -1 });
    expect(standardSchema(GatewayInput)['~standard'].validate(input).issues).toBeUndefined();
  });

  it('speaks of messages where the gateway carries them, and still sends what the API knows', () => {
    const dto = gatewayForm(driverOf(Channel.Sms, 'smpp')!, Channel.Sms);
    const fields = new Map(fieldsFor(dto, new dto()).map((spec) => [spec.name, spec]));
    expect(fields.has('minRingTimeoutSeconds')).toBe(false);
    expect(fields.get('callsPerSecond')).toMatchObject({ label: 'Messages per second', min: 0.01 });
    expect(fields.get('callerId')).toMatchObject({ label: 'Own sender', kind: 'text' });
    expect(fields.get('settings.systemId')).toMatchObject({ label: 'System id' });
    const form = { ...new dto(), name: 'Centre', callerId: 'Clinic', 'settings.host': 'a.example' };
    expect(gatewayOfForm(form)).toMatchObject({
      ...{ channel: Channel.Sms, driver: 'smpp', name: 'Centre', callerId: 'Clinic' },
      settings: expect.objectContaining({ host: 'a.example', port: 2775 }) as unknown,
    });
  });

  it('leads back to the gateway', () => {
    expect(gatewayOfForm(formOfGateway(trunk))).toMatchObject(trunk);
  });
});
