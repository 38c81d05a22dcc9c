import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { provideRouter } from '@angular/router';
import { Page, ReplyMeaning, ReplyView } from '@belltower/dto';
import { LiveEvents, Session } from '@belltower/ui';
import { EMPTY } from 'rxjs';
import { Replies } from './replies';

const reply = (values: Partial<ReplyView>): ReplyView =>
  Object.assign(new ReplyView(), {
    ...{ receivedAt: '2026-03-02T09:00:00Z', number: '+12025550101', text: 'Thank you' },
    ...values,
  });
const PAGE: Page<ReplyView> = {
  items: [
    reply({ id: 2, text: 'STOP', meaning: ReplyMeaning.Stop, contactId: 5, contactName: 'Ana' }),
    reply({ id: 1, readAt: '2026-03-02T10:00:00Z', campaignId: 3, campaignName: 'Reminders' }),
  ],
  ...{ next: null, previous: null, total: 2, estimated: false },
};

/** Lets answers arrive; the page is not stable while requests are under way. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    TestBed.tick();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

describe('the page of replies', () => {
  async function shown({ mayWrite = true, page = PAGE } = {}) {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        {
          provide: Session,
          useValue: {
            can: (permission?: string) => mayWrite || permission !== 'campaign.write',
            timeZone: () => 'UTC',
            country: () => 'US',
            me: () => ({ defaultCountry: 'US', timeZone: 'UTC' }),
          },
        },
        { provide: LiveEvents, useValue: { on: () => EMPTY } },
      ],
    });
    const fixture = TestBed.createComponent(Replies);
    const http = TestBed.inject(HttpTestingController);
    await settle();
    for (const request of http.match(() => true)) {
      const isList = request.request.url === '/api/v1/replies';
      request.flush(isList ? page : { items: [], next: null, previous: null, total: 0 });
    }
    await settle();
    const loader = TestbedHarnessEnvironment.loader(fixture);
    return { fixture, http, loader, element: fixture.nativeElement as HTMLElement };
  }

  it('shows who wrote what, what it did, and which are unread', async () => {
    const { element } = await shown();
    const rows = [...element.querySelectorAll('tbody tr')].map((row) =>
      row.textContent!.replace(/\s+/g, ' ').trim(),
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('unread');
    expect(rows[0]).toContain('Ana');
    expect(rows[0]).toContain('No more messages');
    expect(rows[1]).not.toContain('unread');
    expect(rows[1]).toContain('Reminders');
    const [contact] = element.querySelectorAll<HTMLAnchorElement>('a[href="/contacts/5"]');
    expect(contact!.textContent).toBe('Ana');
  });

  it('marks all as read', async () => {
    const { http, loader } = await shown();
    const button = await loader.getHarness(MatButtonHarness.with({ text: /Mark all as read/ }));
    await button.click();
    const { request } = http.expectOne('/api/v1/replies/read');
    expect(request.body).toEqual({ matching: {}, read: true });
  });

  it('leaves marking to those who may', async () => {
    const { element } = await shown({ mayWrite: false });
    expect(element.textContent).not.toContain('Mark all as read');
  });
});
