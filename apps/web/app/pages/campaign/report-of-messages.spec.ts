import {
  HttpInterceptorFn,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import {
  CampaignReportView,
  CampaignStatus,
  CampaignView,
  Channel,
  MessageCampaignReportView,
  MessageFiguresView,
  MessageState,
} from '@belltower/dto';
import { Session } from '@belltower/ui';
import { setTimeout } from 'node:timers/promises';
import { of } from 'rxjs';
import { CampaignReport } from './campaign-report';

const CAMPAIGN: CampaignView = {
  ...new CampaignView(),
  ...{ id: 5, name: 'Reminders', channel: Channel.Sms, status: CampaignStatus.Finished },
  ...{ subscribers: 5, reached: 3, sent: 1, attemptsUsedUp: 1, done: 5 },
};
const FIGURES: MessageFiguresView = {
  ...{ messages: 6, delivered: 3, deliveryRate: 0.5, deliverySeconds: 4.5, segments: 9 },
  states: [
    { state: MessageState.Delivered, messages: 3 },
    { state: MessageState.Undelivered, messages: 2 },
    { state: MessageState.Sent, messages: 1 },
  ],
};
const STEP = { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' };
const REPORT: MessageCampaignReportView = {
  ...{ ...new MessageCampaignReportView(), ...FIGURES, campaign: CAMPAIGN },
  ...{ madeAt: '2026-10-27T12:00:00Z', accountName: 'Clinic', timeZone: 'Europe/Madrid' },
  ...{ firstMessageAt: '2026-10-24T22:00:00Z', lastMessageAt: '2026-10-25T12:00:00Z' },
  attempts: [{ attempt: 1, messages: 5, delivered: 3, deliveryRate: 0.6, states: [] }],
  hours: [{ ...FIGURES, hour: 23 }],
  overTime: [{ ...FIGURES, ...STEP }],
  gateways: [{ ...FIGURES, gatewayId: 2, name: 'North' }],
  countries: [{ ...FIGURES, country: 'none', name: 'No country' }],
  codes: [{ code: 'UNDELIV err 027', messages: 2 }],
};

describe('the report of a campaign of messages', () => {
  let harness: RouterTestingHarness;
  let kept: string | null;

  const server: HttpInterceptorFn = ({ url }) => {
    const answers: Record<string, unknown> = {
      'campaigns/5/report': { ...new CampaignReportView(), campaign: CAMPAIGN },
      'campaigns/5/message-report': { ...REPORT, messagesKeptSince: kept },
    };
    return of(new HttpResponse({ body: answers[url.replace('/api/v1/', '')] ?? [] }));
  };
  const open = async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter(
          [{ path: 'campaigns/:id/report', component: CampaignReport }],
          withComponentInputBinding(),
        ),
        {
          provide: Session,
          useValue: { can: () => true, timeZone: () => 'Europe/Madrid', me: () => null },
        },
      ],
    });
    harness = await RouterTestingHarness.create('/campaigns/5/report');
    // What is deferred comes a moment after the rest.
    await harness.fixture.whenStable();
    await setTimeout();
    await harness.fixture.whenStable();
  };
  const host = () => harness.routeNativeElement!;
  const section = (label: string) =>
    [...host().querySelectorAll('section')].find(
      (one) => one.querySelector('h2')?.textContent === label,
    )!;
  const texts = (label: string, selector: string) =>
    [...section(label).querySelectorAll(selector)].map((one) =>
      one.textContent!.replace(/\s+/g, ' ').trim(),
    );
  const links = (label: string) =>
    [...section(label).querySelectorAll('a')].map((one) =>
      decodeURIComponent(one.getAttribute('href') ?? 'nowhere'),
    );

  beforeEach(() => (kept = null));

  it('says where subscribers stand and what became of messages, and each number leads on', async () => {
    await open();
    expect(texts('Subscribers', 'tbody th')).toEqual([
      ...['Reached', 'Sent, nothing reported yet', 'Not reached, all attempts used'],
      ...['On do-not-call', 'Left to be texted'],
    ]);
    expect(links('Subscribers')).toContain('/subscribers?campaignId=5&state=sent');
    const all = '/messages?campaignId=5&period=all';
    expect(links('What became of messages')).toEqual([
      ...[`${all}&state=delivered`, `${all}&state=undelivered`, `${all}&state=sent`, all],
    ]);
  });

  it('says why messages did not arrive, in words', async () => {
    await open();
    expect(texts('Why messages did not arrive', 'tbody th')).toEqual([
      'The network could not deliver it UNDELIV err 027',
    ]);
    expect(links('Why messages did not arrive')).toEqual([
      '/messages?campaignId=5&period=all&code=UNDELIV err 027',
    ]);
  });

  it('has rows by attempt, hour, day, gateway and country with the filters of the list', async () => {
    await open();
    const all = '/messages?campaignId=5&period=all';
    const first = (label: string) => links(label)[0];
    expect(first('What each attempt brought')).toBe(`${all}&attempt=1`);
    expect(first('By hour of the day')).toBe(`${all}&hour=23`);
    expect(texts('By hour of the day', 'tbody th')).toEqual(['23:00–00:00']);
    expect(first('By day')).toBe(`/messages?campaignId=5&from=${STEP.from}&until=${STEP.until}`);
    expect(first('By gateway')).toBe(`${all}&gatewayId=2`);
    expect(first('By country')).toBe(`${all}&country=none`);
    expect(texts('By gateway', 'tbody td').slice(0, 5)).toEqual(['6', '3', '50.0%', '4.5 s', '9']);
    expect(host().textContent).toContain('Madrid time (UTC+2, then UTC+1)');
  });

  it('leads nowhere where its messages are not kept any more, and says so', async () => {
    kept = '2026-11-01T00:00:00Z';
    await open();
    expect(host().querySelector('[role="note"]')!.textContent).toMatch(/^Messages before /);
    expect([...host().querySelectorAll('a[href^="/messages"]')]).toEqual([]);
  });
});
