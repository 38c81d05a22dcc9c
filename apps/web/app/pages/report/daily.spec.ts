import {
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, input } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import {
  CallFiguresView,
  DailyReportView,
  DailyRowView,
  Disposition,
  MessageDailyReportView,
  MessageDailyRowView,
  MessageFiguresView,
  MessageReportGroup,
  MessageState,
  ReportGroup,
} from '@belltower/dto';
import { Chart, Session } from '@belltower/ui';
import { of } from 'rxjs';
import { Daily } from './daily';
import { DailyCalls } from './daily-calls';
import { DailyMessages } from './daily-messages';

const PERIOD = { from: '2026-11-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z' };

const CALLS: DailyReportView = (() => {
  const figures: CallFiguresView = {
    ...{ calls: 3, answered: 1, asr: 1 / 3, ner: 1, acdSeconds: 65, talkSeconds: 65 },
    dispositions: [
      { disposition: Disposition.Answered, calls: 1 },
      { disposition: Disposition.Busy, calls: 2 },
    ],
  };
  const row = { ...new DailyRowView(), ...figures, ...PERIOD, name: 'Reminders', campaignId: 3 };
  return {
    ...{ ...new DailyReportView(), ...PERIOD, group: ReportGroup.Campaign, rows: [row] },
    total: figures,
  };
})();

const MESSAGES: MessageDailyReportView = (() => {
  const figures: MessageFiguresView = {
    ...{ messages: 4, delivered: 3, deliveryRate: 0.75, deliverySeconds: 7, segments: 6 },
    states: [
      { state: MessageState.Delivered, messages: 3 },
      { state: MessageState.Undelivered, messages: 1 },
    ],
  };
  const row = { ...new MessageDailyRowView(), ...figures, ...PERIOD, name: '27', code: '27' };
  return {
    ...{ ...new MessageDailyReportView(), ...PERIOD, group: MessageReportGroup.Code },
    ...{ rows: [row], total: figures },
  };
})();

/** A canvas is nothing that this browser draws. */
@Component({ selector: 'app-chart', template: '' })
class NoChart {
  readonly label = input('');
  readonly categories = input<readonly string[]>([]);
  readonly series = input<readonly unknown[]>([]);
  readonly pickable = input(false);
}

describe('the daily report', () => {
  let harness: RouterTestingHarness;
  let requests: HttpRequest<unknown>[];

  const server: HttpInterceptorFn = (request) => {
    requests.push(request);
    return of(new HttpResponse({ body: request.url.includes('messages') ? MESSAGES : CALLS }));
  };
  const open = async (address: string) => {
    requests = [];
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter([
          { path: 'daily', component: DailyCalls },
          { path: 'daily/messages', component: DailyMessages },
        ]),
        { provide: Session, useValue: { can: () => true, timeZone: () => 'UTC', me: () => null } },
      ],
    });
    TestBed.overrideComponent(Daily, { remove: { imports: [Chart] }, add: { imports: [NoChart] } });
    harness = await RouterTestingHarness.create(address);
    await harness.fixture.whenStable();
  };
  const host = () => harness.routeNativeElement!;
  const texts = (selector: string) =>
    [...host().querySelectorAll(selector)].map(({ textContent }) =>
      textContent!.replace(/\s+/g, ' ').trim(),
    );
  const links = () =>
    [...host().querySelectorAll<HTMLAnchorElement>('tbody td a')].map((link) =>
      decodeURIComponent(link.getAttribute('href')!),
    );
  const asked = () => {
    const { url, params } = requests.at(-1)!;
    return [url, Object.fromEntries(params.keys().map((name) => [name, params.get(name)]))];
  };

  it('of calls has their figures and dispositions, and each count leads to its calls', async () => {
    await open('/daily?group=campaign&from=2026-11-01T00:00:00Z');
    expect(texts('thead th')).toEqual([
      ...['Campaign', 'Calls', 'Answered', 'ASR', 'NER', 'ACD', 'Talk time', 'Busy'],
    ]);
    const row = ['3', '1', '33.3%', '100.0%', '1:05', '1:05', '2'];
    expect(texts('tbody td')).toEqual(row);
    expect(texts('tfoot td')).toEqual(row);
    const behind = `/calls?from=${PERIOD.from}&until=${PERIOD.until}&campaignId=3`;
    expect(links()).toEqual([
      behind,
      `${behind}&disposition=answered`,
      `${behind}&disposition=busy`,
    ]);
  });

  it('of messages has theirs, and each count leads to its messages', async () => {
    await open('/daily/messages?group=code');
    expect(texts('thead th')).toEqual([
      ...['Error code', 'Messages', 'Delivered', 'Delivery rate', 'Time to delivery', 'Segments'],
      'Undelivered',
    ]);
    expect(texts('tbody td')).toEqual(['4', '3', '75.0%', '7.0 s', '6', '1']);
    const behind = `/messages?from=${PERIOD.from}&until=${PERIOD.until}&code=27`;
    expect(links()).toEqual([behind, `${behind}&state=delivered`, `${behind}&state=undelivered`]);
    expect(texts('.groups button')).toContain('Error code');
  });

  it('asks for what its source can be narrowed to, and for nothing else', async () => {
    const address = 'code=27&country=ES&group=code&from=2026-11-01T00:00:00Z';
    await open(`/daily/messages?${address}`);
    const from = '2026-11-01T00:00:00Z';
    expect(asked()).toEqual([
      '/api/v1/reports/messages/daily',
      { group: 'code', from, country: 'ES', code: '27' },
    ]);
    await harness.navigateByUrl(`/daily?${address}`);
    await harness.fixture.whenStable();
    expect(asked()).toEqual(['/api/v1/reports/daily', { group: 'day', from, country: 'ES' }]);
    expect(texts('.groups button')).not.toContain('Error code');
  });
});
