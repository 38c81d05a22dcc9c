import {
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { MessageDetailView, MessageEventView, MessageState, MessageView } from '@belltower/dto';
import { Session } from '@belltower/ui';
import { of } from 'rxjs';
import { MessageList } from './messages';

const message = (id: number, more: Partial<MessageDetailView> = {}): MessageDetailView => ({
  ...new MessageDetailView(),
  ...{ id, campaignId: 3, campaignName: 'Reminders', number: '+34600000001', gatewayName: 'North' },
  ...{ sentAt: '2026-11-23T09:00:00Z', submittedAt: '2026-11-23T09:00:01Z' },
  ...{ stateAt: '2026-11-23T09:00:09Z', text: 'Hello Zoë,\nsee you tomorrow.', segments: 2 },
  ...more,
});

const DELIVERED = message(7, {
  ...{ state: MessageState.Delivered, deliveredAt: '2026-11-23T09:00:09Z', deliverySeconds: 8 },
  history: [
    {
      ...{ ...new MessageEventView(), at: '2026-11-23T09:00:00.500Z', state: MessageState.Sent },
      ...{ part: 1, ids: ['9F3', '9F4'] },
    },
    {
      ...{ ...new MessageEventView(), at: '2026-11-23T09:00:09Z', state: MessageState.Undelivered },
      ...{ code: 'UNDELIV err 027', part: 2 },
    },
  ],
});
const FAILED = message(8, { state: MessageState.Rejected, code: 'invalid-number', awaits: true });

describe('the list of messages', () => {
  let harness: RouterTestingHarness;
  let requests: HttpRequest<unknown>[];

  const server: HttpInterceptorFn = (request) => {
    requests.push(request);
    const path = request.url.replace('/api/v1/', '');
    const rows: MessageView[] = [DELIVERED, FAILED];
    const answers: Record<string, unknown> = {
      messages: { items: rows, next: null, previous: null, total: 2, estimated: false },
      'messages/kept': { messagesSince: null },
      'campaigns/3': { id: 3, name: 'Reminders' },
      'messages/7': DELIVERED,
      'messages/8': FAILED,
      'saved-views': { items: [], next: null, previous: null, total: 0, estimated: false },
    };
    return of(new HttpResponse({ body: answers[path] }));
  };
  const host = () => harness.routeNativeElement!;
  /** What stands in each of them, whatever stands it in. */
  const textOf = (selector: string) =>
    [...host().querySelectorAll(selector)].map((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode.textContent!.trim());
      return texts.filter(Boolean).join(' ');
    });
  const open = async (address: string) => {
    requests = [];
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter([{ path: 'messages', component: MessageList }]),
        {
          provide: Session,
          useValue: { can: () => true, timeZone: () => 'UTC', country: () => 'ES', me: () => null },
        },
      ],
    });
    harness = await RouterTestingHarness.create(address);
    await harness.fixture.whenStable();
  };
  const listed = () => requests.filter(({ url }) => url === '/api/v1/messages').at(-1)!;

  it('shows states as chips and says what error codes mean', async () => {
    await open('/messages?period=last-30-days');
    expect(textOf('[data-row] app-status-chip')).toEqual(['Delivered', 'Rejected']);
    const code = host().querySelector('[data-row="8"] [title="No such number"]');
    expect(code?.textContent).toBe('invalid-number');
  });

  it('asks for the filters that stand in the address', async () => {
    await open('/messages?state=failed,rejected&code=none&from=2026-11-01T00:00:00Z&campaignId=3');
    const { params } = listed();
    expect(Object.fromEntries(params.keys().map((name) => [name, params.get(name)]))).toMatchObject(
      {
        ...{ state: 'failed,rejected', code: 'none', campaignId: '3' },
        from: '2026-11-01T00:00:00Z',
      },
    );
  });

  it('opens a message beside it, with its text and what was reported, part by part', async () => {
    await open('/messages?message=7');
    const drawer = host().querySelector('[role="dialog"]')!;
    expect(drawer.querySelector('.text')!.textContent).toBe('Hello Zoë,\nsee you tomorrow.');
    expect(textOf('.events li')).toEqual([
      '−0:01 Sent part 1 of 2',
      '+0:08 Undelivered part 2 of 2 The network could not deliver it',
    ]);
    expect(textOf('dd')).toContain('2 segments, GSM 7-bit');
    expect(textOf('dd')).toContain('9F3, 9F4');
  });

  it('goes from message to message by its buttons, and closes', async () => {
    await open('/messages?message=7');
    const button = (label: string) =>
      host().querySelector<HTMLButtonElement>(`[aria-label="${label}"]`)!;
    expect(button('Previous message of the list').getAttribute('aria-disabled')).toBe('true');
    button('Next message of the list').click();
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toContain('message=8');
    expect(textOf('app-message-details .lead')).toEqual([
      'Rejected First attempt May still change',
    ]);
    button('Close').click();
    await harness.fixture.whenStable();
    expect(host().querySelector('[role="dialog"]')).toBeNull();
    expect(TestBed.inject(Router).url).toBe('/messages');
  });
});
