import { startApi, TestApi } from '../testing/start-api';

describe('the API', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('tells a person who they are', async () => {
    const { status, body } = await api.manager.get('me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Manager', role: 'manager', accountName: 'Clinic' });
  });
});
