import { Locator, NameService } from './locator';

const NAMES: Record<string, string[]> = {
  'one.example.com': ['192.0.2.1'],
  'two.example.com': ['192.0.2.2', '192.0.2.3'],
  'spare.example.com': ['192.0.2.9'],
  'plain.example.com': ['192.0.2.7'],
};
const names: NameService = {
  addresses: async (name) => NAMES[name] ?? [],
  services: async (name) =>
    name === '_sip._udp.example.com'
      ? [
          { name: 'spare.example.com', port: 5_080, priority: 20, weight: 0 },
          { name: 'one.example.com', port: 5_060, priority: 10, weight: 30 },
          { name: 'two.example.com', port: 5_070, priority: 10, weight: 70 },
        ]
      : [],
};
const hosts = async (host: string, port?: number, draw = 0) =>
  (await new Locator('udp', names, () => draw).find({ host, port })).map(
    (target) => `${target.host}:${target.port}`,
  );

describe('where a trunk is (RFC 3263)', () => {
  it('is an address where one is given', async () => {
    expect(await hosts('192.0.2.50')).toEqual(['192.0.2.50:5060']);
    expect(await hosts('192.0.2.50', 5_090)).toEqual(['192.0.2.50:5090']);
    expect(new Locator('tls', names).direct({ host: '192.0.2.50' })).toEqual([
      { kind: 'tls', host: '192.0.2.50', port: 5_061, serverName: '192.0.2.50' },
    ]);
  });

  it('is what DNS says of the service, by priority and then by weight', async () => {
    expect(await hosts('example.com')).toEqual([
      '192.0.2.1:5060',
      '192.0.2.2:5070',
      '192.0.2.3:5070',
      '192.0.2.9:5080',
    ]);
    expect((await hosts('example.com', undefined, 0.5))[0]).toBe('192.0.2.2:5070');
  });

  it('is the name itself where it has no service, or where a port is given', async () => {
    expect(await hosts('plain.example.com')).toEqual(['192.0.2.7:5060']);
    expect(await hosts('two.example.com', 5_062)).toEqual(['192.0.2.2:5062', '192.0.2.3:5062']);
  });

  it('is nowhere for a name that nobody knows', async () => {
    expect(await hosts('nowhere.example.com')).toEqual([]);
  });

  it('has to have the certificate of the name that was asked for', async () => {
    const [target] = await new Locator('udp', names, () => 0).find({ host: 'example.com' });
    expect(target).toMatchObject({ serverName: 'example.com' });
  });
});
