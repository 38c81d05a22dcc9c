import { GatewayStatus } from '@belltower/dto';
import { HealthAnswer, HealthFindings, healthOf } from './health';
import { Headers, SipResponse } from './message';
import { Target } from './transport';

const TARGET: Target = { kind: 'udp', host: '192.0.2.9', port: 5_060 };
const answered = (status: number, reason: string): HealthAnswer => ({
  target: TARGET,
  outcome: { response: new SipResponse(status, reason, new Headers()) },
  milliseconds: 12.3,
});
const silence: HealthAnswer = {
  target: { ...TARGET, host: '192.0.2.8' },
  outcome: { response: null, why: 'timeout' },
  milliseconds: 5_000,
};
const health = (values: Partial<HealthFindings> = {}) =>
  healthOf({
    answers: [answered(200, 'OK')],
    registration: null,
    target: TARGET,
    sound: { voice: 'eSpeak NG 1.51', recordings: false },
    allowSilence: false,
    journalProblem: null,
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
      expect(health({ answers: [answered(status, 'x')] }).status).toBe(GatewayStatus.Up);
    for (const status of [401, 407, 480, 500, 503])
      expect(health({ answers: [answered(status, 'x')] }).status).toBe(GatewayStatus.Down);
  });

  it('is that it is not, unless a registration with it holds', () => {
    expect(health({ answers: [silence, silence] })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('OPTIONS had no answer'),
    });
    const registration = { registered: true, detail: 'Registered for 300 seconds' };
    expect(health({ answers: [silence], registration }).status).toBe(GatewayStatus.Up);
  });

  it('is that it does not know us', () => {
    const registration = { registered: false, detail: 'Registration was refused: 403 Forbidden' };
    expect(health({ registration })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('Registration was refused: 403 Forbidden. Speaks'),
    });
    expect(health({ answers: [answered(401, 'Unauthorized')] }).detail).toContain(
      'does not accept the user and password: 401 Unauthorized',
    );
  });

  it('is that nothing can speak, which is as bad unless silence is allowed', () => {
    const sound = { voice: null, recordings: false };
    expect(health({ sound })).toMatchObject({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('Nothing can speak on this machine: install espeak-ng.'),
    });
    expect(health({ sound, allowSilence: true })).toMatchObject({
      status: GatewayStatus.Up,
      detail: expect.stringContaining('Until then calls are silent'),
    });
  });

  it('is that nothing can speak, and that recordings are played all the same', () => {
    expect(health({ sound: { voice: null, recordings: true } })).toMatchObject({
      status: GatewayStatus.Up,
      detail: expect.stringContaining('Until then only recordings are played.'),
    });
  });

  it('is that one of several servers is there, and which are not', () => {
    const { status, detail } = health({ answers: [silence, answered(200, 'OK')] });
    expect(status).toBe(GatewayStatus.Up);
    expect(detail).toContain(
      '192.0.2.9:5060 (UDP) answered 200 OK to OPTIONS in 12 ms. 192.0.2.8:5060 (UDP): OPTIONS had no answer.',
    );
    const many = Array.from({ length: 9 }, () => silence);
    expect(health({ answers: many }).detail).toContain('had no answer. 5 more were asked.');
  });

  it('is that calls cannot be written down, which stops nobody from calling', () => {
    const { status, detail } = health({ journalProblem: 'ENOSPC: no space left on device' });
    expect(status).toBe(GatewayStatus.Up);
    expect(detail).toMatch(/Calls cannot be written down.*: ENOSPC: no space left on device\.$/);
  });

  it('is nothing but that where it is not to be asked', () => {
    expect(health({ answers: null })).toMatchObject({ status: GatewayStatus.Up });
  });
});
