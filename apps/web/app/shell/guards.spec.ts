import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { apiInterceptor, Session } from '@belltower/ui';
import { page } from '../page-route';
import { signedIn } from './guards';

@Component({ template: 'a page' })
class Page {}

const load = () => Promise.resolve(Page);
const UNAUTHENTICATED = { status: 401, statusText: 'Unauthorized' };

describe('a page of the panel', () => {
  let http: HttpTestingController;
  let router: Router;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([apiInterceptor])),
        provideHttpClientTesting(),
        provideRouter([
          { path: 'sign-in', component: Page },
          { path: 'set-up', component: Page },
          { path: 'turned-away', component: Page },
          {
            path: '',
            canActivate: [signedIn],
            children: [
              page('calls', 'Calls', load, { allow: 'report.read' }),
              page('not-allowed', 'Not allowed', load),
            ],
          },
        ]),
      ],
    });
    http = TestBed.inject(HttpTestingController);
    router = TestBed.inject(Router);
  });
  afterEach(() => http.verify());

  /** Opens an address while the API answers as given, in order. */
  async function open(
    address: string,
    ...answers: [path: string, body: object, options?: object][]
  ) {
    const opened = RouterTestingHarness.create(address);
    for (const [path, body, options] of answers) {
      await new Promise((turn) => setTimeout(turn));
      http.expectOne(`/api/v1/${path}`).flush(body, options);
    }
    await opened;
    return router.url;
  }

  it('opens to who is signed in and may see it', async () => {
    expect(await open('/calls', ['me', { permissions: ['report.read'] }])).toBe('/calls');
  });

  it('tells who may not that it is not for them', async () => {
    expect(await open('/calls', ['me', { permissions: [] }])).toBe('/not-allowed');
  });

  it('asks for a sign-in and remembers where it was', async () => {
    const url = await open(
      '/calls?disposition=busy',
      ['me', {}, UNAUTHENTICATED],
      ['setup', { needed: false }],
    );
    expect(url).toBe('/sign-in?return=%2Fcalls%3Fdisposition%3Dbusy');
  });

  it('of an installation without anybody leads to its set-up', async () => {
    const url = await open('/calls', ['me', {}, UNAUTHENTICATED], ['setup', { needed: true }]);
    expect(url).toBe('/set-up');
  });

  it.each([
    ['the account is suspended', 403],
    ['the server is being upgraded', 502],
  ])('says so where %s, and comes back', async (_, status) => {
    const url = await open('/calls', ['me', {}, { status, statusText: 'No' }]);
    expect(url).toBe('/turned-away?return=%2Fcalls');
  });

  it('whose session ends while working asks for a sign-in and leads back', async () => {
    await open('/calls?q=1', ['me', { permissions: ['report.read'] }]);
    const asked = TestBed.inject(Session).reload();
    http.expectOne('/api/v1/me').flush({}, UNAUTHENTICATED);
    await expect(asked).rejects.toMatchObject({ status: 401 });
    await new Promise((turn) => setTimeout(turn));
    expect(router.url).toBe('/sign-in?return=%2Fcalls%3Fq%3D1');
  });
});
