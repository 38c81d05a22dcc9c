import { routeFacts } from '../openapi/routes';
import { startApi, TestApi } from '../testing/start-api';

/** Routes that answer anybody. A new one must be meant, and so be added here. */
const PUBLIC_ROUTES = [
  'Health.live',
  'Health.ready',
  // Decides by itself, as METRICS_ACCESS says.
  'Metrics.read',
  'Password.forgotten',
  'Password.reset',
  'Session.start',
  'SetUp.complete',
  'SetUp.state',
  // Providers give the secret of the gateway.
  'Webhook.asked',
  'Webhook.posted',
];

describe('routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const idsOf = (wanted: (route: { open: boolean; demand?: string }) => boolean) =>
    [...routeFacts(api.app)].filter(([, facts]) => wanted(facts)).map(([id]) => id);

  it('answer to nobody without a sign-in, except those that are listed', () => {
    expect(idsOf(({ open }) => open).sort()).toEqual(PUBLIC_ROUTES);
  });

  it('all say which permission they demand', () => {
    expect(idsOf(({ open, demand }) => !open && !demand)).toEqual([]);
  });
});
