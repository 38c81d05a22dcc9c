import {
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, input, output } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { DashboardView, MessageDashboardView, MessageState } from '@belltower/dto';
import { Chart, LiveEvents, Session } from '@belltower/ui';
import { setTimeout } from 'node:timers/promises';
import { EMPTY, of } from 'rxjs';
import { Dashboard } from './dashboard';
import { MessageDashboard } from './message-dashboard';

const PERIODS = {
  ...{ from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' },
  ...{ previousFrom: '2026-10-02T00:00:00Z', previousUntil: '2026-11-01T00:00:00Z' },
};
const MESSAGES: MessageDashboardView = {
  ...{ ...new MessageDashboardView(), ...PERIODS },
  total: {
    ...{ messages: 4, delivered: 2, deliveryRate: 0.5, deliverySeconds: 4.5, segments: 6 },
    states: [
      { state: MessageState.Sent, messages: 1 },
      { state: MessageState.Delivered, messages: 2 },
      { state: MessageState.Failed, messages: 1 },
    ],
  },
  codes: [{ code: 'system-error', messages: 1 }],
};

/** A canvas is nothing that this browser draws. */
@Component({ selector: 'app-chart', template: '' })
class NoChart {
  readonly label = input('');
  readonly kind = input('');
  readonly categories = input<readonly string[]>([]);
  readonly series = input<readonly unknown[]>([]);
  readonly pickable = input(false);
  readonly format = input<unknown>();
  readonly picked = output<unknown>();
}

describe('the dashboard', () => {
  let harness: RouterTestingHarness;
  let requests: HttpRequest<unknown>[];
  let has: Pick<DashboardView, 'hasCalls' | 'hasMessages'>;

  const server: HttpInterceptorFn = (request) => {
    requests.push(request);
    const calls: DashboardView = { ...new DashboardView(), ...PERIODS, ...has };
    calls.firstSteps = { ...calls.firstSteps, call: true };
    return of(new HttpResponse({ body: request.url.includes('messages') ? MESSAGES : calls }));
  };
  const open = async (given: typeof has, address = '/dashboard') => {
    has = given;
    requests = [];
    const chart = { remove: { imports: [Chart] }, add: { imports: [NoChart] } };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter([{ path: 'dashboard', component: Dashboard }]),
        { provide: LiveEvents, useValue: { on: () => EMPTY } },
        {
          provide: Session,
          useValue: {
            ...{ can: () => true, timeZone: () => 'UTC' },
            me: () => ({ accountName: 'Clinic' }),
          },
        },
      ],
    });
    TestBed.overrideComponent(Dashboard, chart).overrideComponent(MessageDashboard, chart);
    harness = await RouterTestingHarness.create(address);
    // What is deferred comes a moment after the rest.
    await harness.fixture.whenStable();
    await setTimeout();
    await harness.fixture.whenStable();
  };
  const host = () => harness.routeNativeElement!;
  const headings = () =>
    [...host().querySelectorAll('h2')].map(({ textContent }) => textContent!.trim());
  const tiles = () =>
    [...host().querySelectorAll('app-stat-tile .label')].map(({ textContent }) => textContent);
  const routes = () => requests.map(({ url }) => url.replace('/api/v1/reports/', ''));

  afterEach(() => harness.fixture.destroy());

  it('of an account that calls tells of calls alone, and asks for nothing else', async () => {
    await open({ hasCalls: true, hasMessages: false });
    expect(tiles()).toEqual(['Calls', 'Answered', 'Talk time', 'Contacts reached']);
    expect(headings()).toEqual(expect.arrayContaining(['How calls ended', 'Campaigns']));
    expect(headings()).not.toContain('Messages');
    expect(routes()).not.toContain('messages/dashboard');
    expect(host().textContent).toContain('How calling goes at Clinic.');
  });

  it('of an account that texts tells of messages alone', async () => {
    await open({ hasCalls: false, hasMessages: true }, '/dashboard?campaignId=3');
    expect(tiles()).toEqual(['Messages', 'Delivered', 'Time to delivery', 'Segments']);
    expect(headings()).toEqual(['Error codes', 'What became of messages', 'Campaigns']);
    expect(host().textContent).toContain('How texting goes at Clinic.');
    const links = [...host().querySelectorAll<HTMLAnchorElement>('a[href^="/messages"]')].map(
      (link) => [link.textContent, link.getAttribute('href')!.replace(/from.*&campaignId=3/, '…')],
    );
    expect(links).toEqual([
      ['Show them', '/messages?…'],
      ['2 messages', '/messages?…&state=delivered'],
      ['1 message', '/messages?…&state=sent'],
      ['1', '/messages?…&code=system-error'],
      ['2', '/messages?…&state=delivered'],
      ['1', '/messages?…&state=sent'],
      ['1', '/messages?…&state=failed'],
    ]);
  });

  it('of an account that does both tells of each under its own heading', async () => {
    await open({ hasCalls: true, hasMessages: true });
    expect(tiles()).toHaveLength(8);
    const order = headings().filter((one) => ['Calls', 'Campaigns', 'Messages'].includes(one));
    expect(order).toEqual(['Calls', 'Campaigns', 'Messages']);
    expect(host().textContent).toContain('How calling and texting go at Clinic.');
  });
});
