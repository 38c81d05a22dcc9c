import { GatewayStatus } from '@belltower/dto';
import { HealthFindings, healthOf } from './health';
import { Headers, SipResponse } from './message';

const answered = (status: number, reason: string): HealthFindings['options'] => ({
  outcome: { response: new SipResponse(status, reason, new Headers()) },
  milliseconds: 12.3,
});
const silence: HealthFindings['options'] = {
  outcome: { response: null, why: 'timeout' },
  milliseconds: 5_000,
};
const health = (values: Partial<HealthFindings> = {}) =>
  healthOf({
    options: answered(200, 'OK'),
    registration: null,
    target: { kind: 'udp', host: '192.0.2.9', port: 5_060 },
    voice: 'eSpeak NG 1.51',
    allowSilence: false,
    ...values,
  });

describe('what is known of a trunk', () => {
  it('is that it is there, by any answer that does not turn us away', () => {
    expect(health()).toEqual({
      status: GatewayStatus.Up,
      detail:
        '192.0.2.9:5060 (UDP) answered 200 OK to OPTIONS in 12 ms. Speaks with eSpeak NG 1.51.',
    });
    for (const status of [403, 404, 405, 501])
      expect(health({ options: answered(status, 'x') }).status).toBe(GatewayStatus.Up);
    for (const status of [401, 407, 480, 500, 503])
      expect(health({ options: answered(status, 'x') }).status).toBe(GatewayStatus.Down);
  });

  it('is that it is not, unless a registration with it holds', () => {
    expect(health({ options: silence })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('OPTIONS had no answer'),
    });
    const registration = { registered: true, detail: 'Registered for 300 seconds' };
    expect(health({ options: silence, registration }).status).toBe(GatewayStatus.Up);
  });

  it('is that it does not know us', () => {
    const registration = { registered: false, detail: 'Registration was refused: 403 Forbidden' };
    expect(health({ registration })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('Registration was refused: 403 Forbidden. Speaks'),
    });
    expect(health({ options: answered(401, 'Unauthorized') }).detail).toContain(
      'does not accept the user and password: 401 Unauthorized',
    );
  });

  it('is that nothing can speak, which is as bad unless silence is allowed', () => {
    expect(health({ voice: null })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('Nothing can speak on this machine: install espeak-ng.'),
    });
    expect(health({ voice: null, allowSilence: true })).toMatchObject({
      status: GatewayStatus.Up,
      detail: expect.stringContaining('Until then calls are silent'),
    });
  });

  it('is nothing but that where it is not to be asked', () => {
    expect(health({ options: null })).toMatchObject({ status: GatewayStatus.Up });
  });
});
