import pg from 'pg';
import { startApi, TestApi } from '../testing/start-api';

const LONGEST_RECOVERY_MS = 20_000;

let api: TestApi;
const given = async (environment: Record<string, string> = {}) => {
  api = await startApi({ environment });
};
afterEach(() => api.close());

describe('health', () => {
  it('is live and ready while everything is there', async () => {
    await given();
    expect(await api.anonymous.get('/api/health/live')).toMatchObject({ status: 200 });
    const { status, body } = await api.anonymous.get('/api/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({ details: { database: { status: 'up' } } });
  });

  it('is live but not ready without its database, and ready again when that is back', async () => {
    await given();
    const database = new URL(api.config.DATABASE_URL);
    const name = database.pathname.slice(1);
    const server = Object.assign(database, { pathname: '/postgres' }).toString();
    await administer(server, `alter database ${name} allow_connections false`);
    await administer(
      server,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    const refused = await api.anonymous.get('/api/health/ready');
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ code: 'not-ready' });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await api.anonymous.get('/api/health/live')).toMatchObject({ status: 200 });

    await administer(server, `alter database ${name} allow_connections true`);
    expect(await becomesReady()).toBe(true);
    expect(await api.owner.get('me')).toMatchObject({ status: 200 });
  });
});

describe('metrics', () => {
  const forwarded = { headers: { 'x-forwarded-for': '203.0.113.7' } };

  it.each([
    // access, from this machine, through a proxy, an operator through a proxy
    ['local', 200, 404, 200],
    ['operator', 404, 404, 200],
    ['public', 200, 200, 200],
  ])('METRICS_ACCESS=%s', async (METRICS_ACCESS, local, proxied, operator) => {
    await given({ METRICS_ACCESS });
    const read = (who: TestApi['anonymous'], init?: RequestInit) =>
      who.fetch('/api/metrics', init).then(({ status }) => status);
    expect(await read(api.anonymous)).toBe(local);
    expect(await read(api.anonymous, forwarded)).toBe(proxied);
    expect(await read(api.operator, forwarded)).toBe(operator);
    expect(await read(api.owner, forwarded)).toBe(proxied);
  });

  it('tell requests by route, without ids, and the state of the installation', async () => {
    await given();
    await api.owner.get('phonebooks/12345');
    const text = await (await api.operator.fetch('/api/metrics')).text();
    expect(text).toMatch(/belltower_http_request_seconds_count\{.*phonebooks\/:id.*status="404"/);
    expect(text).not.toContain('12345');
    for (const name of ['calls_in_flight', 'dialers', 'database_connections']) {
      expect(text).toMatch(new RegExp(`^belltower_${name} \\d+$`, 'm'));
    }
  });
});

describe('metrics of gateways', () => {
  it('tell what goes over them by their ids: no name, no number, no secret', async () => {
    await given();
    const { body: gateway } = await api.operator.post<{ id: number }>('platform/gateways', {
      name: 'Secret Carrier',
      driver: 'simulator',
      settings: { answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0, speed: 1_000 },
      channels: 5,
      callsPerSecond: 5,
    });
    const lines = [
      {
        ...{ gatewayId: gateway.id, calls: 12, answered: 7, callsNow: 2, retransmissions: 3 },
        ...{ registered: true, registrationsFailed: 1, soundLatestMs: 4, soundSkipped: 0 },
      },
    ];
    const switches = {
      ...{ all: 2, up: 1, lost: 3, channels: 5, sessions: 40, mostSessions: 1_000 },
      ...{ commands: 90, unanswered: 1, slowestMs: 25 },
    };
    const switched = { gatewayId: gateway.id, calls: 4, answered: 3, callsNow: 1, switches };
    await administer(
      api.config.DATABASE_URL,
      `insert into dialer (id, host, pid, lines, started_at, beat_at)
       values (gen_random_uuid(), 'machine', 7, '${JSON.stringify(lines)}', now(), now()),
              (gen_random_uuid(), 'machine', 8, '${JSON.stringify([switched])}', now(), now())`,
    );
    const text = await (await api.operator.fetch('/api/metrics')).text();
    const of = `{gateway="${gateway.id}",dialer="machine:7"}`;
    const ofSwitches = `{gateway="${gateway.id}",dialer="machine:8"}`;
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        `belltower_gateway_calls_total${of} 12`,
        `belltower_gateway_answered_total${of} 7`,
        `belltower_gateway_calls${of} 2`,
        `belltower_gateway_retransmissions_total${of} 3`,
        `belltower_gateway_registered${of} 1`,
        `belltower_gateway_registrations_failed_total${of} 1`,
        `belltower_gateway_sound_lateness_seconds${of} 0.004`,
        `belltower_gateway_sound_skipped_total${of} 0`,
        `belltower_gateway_backed_off{gateway="${gateway.id}"} 0`,
        `belltower_gateway_switches${ofSwitches} 2`,
        `belltower_gateway_switches_up${ofSwitches} 1`,
        `belltower_gateway_switch_connections_lost_total${ofSwitches} 3`,
        `belltower_gateway_switch_channels${ofSwitches} 5`,
        `belltower_gateway_switch_sessions${ofSwitches} 40`,
        `belltower_gateway_switch_sessions_limit${ofSwitches} 1000`,
        `belltower_gateway_switch_commands_total${ofSwitches} 90`,
        `belltower_gateway_switch_commands_unanswered_total${ofSwitches} 1`,
        `belltower_gateway_switch_answer_seconds${ofSwitches} 0.025`,
      ]),
    );
    // Each tells only what its driver knows.
    expect(text).not.toContain(`belltower_gateway_switches${of}`);
    expect(text).not.toContain(`belltower_gateway_retransmissions_total${ofSwitches}`);
    expect(text).not.toContain('Secret Carrier');
    const names = text.match(/^# TYPE \S+/gm)!;
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('every answer', () => {
  it('carries a request id: its own, or a harmless one that was sent', async () => {
    await given();
    const idFor = async (sent?: string) => {
      const headers = sent ? { 'x-request-id': sent } : undefined;
      return (await api.owner.fetch('me', { headers })).headers.get('x-request-id');
    };
    expect(await idFor()).toMatch(/^[\w-]{36}$/);
    expect(await idFor('from-a-proxy_1')).toBe('from-a-proxy_1');
    expect(await idFor('"}{"forged":1')).toMatch(/^[\w-]{36}$/);
  });
});

/** Connections come back by themselves, within a second or two. */
async function becomesReady(): Promise<boolean> {
  const deadline = Date.now() + LONGEST_RECOVERY_MS;
  while (Date.now() < deadline) {
    const { status } = await api.anonymous.get('/api/health/ready');
    if (status === 200) return true;
  }
  return false;
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
