import { ConfigError, loadConfig } from './config';

const enough = { DATABASE_URL: 'postgres://127.0.0.1/belltower', SECRET_KEY: 'x'.repeat(32) };

describe('loadConfig', () => {
  it('fills in defaults and reads numbers and booleans', () => {
    const config = loadConfig({ ...enough, PORT: '9000', DEMO: 'false' });
    expect(config).toMatchObject({ PORT: 9000, DEMO: false, DATABASE_POOL: 20 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every bad key at once', () => {
    const load = () => loadConfig({ ...enough, SECRET_KEY: 'short', PORT: 'many' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/SECRET_KEY/);
    expect(load).toThrow(/PORT/);
  });

  it('takes a blank variable as not set', () => {
    expect(loadConfig({ ...enough, PORT: '' }).PORT).toBe(8000);
  });
});
