import {
  HttpInterceptorFn,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  Channel,
  GatewayMessagesView,
  GatewayView,
  MessageState,
  MOST_STRAY_RECEIPTS,
  StrayReceiptView,
} from '@belltower/dto';
import { Session } from '@belltower/ui';
import { of } from 'rxjs';
import { GatewayApi } from './gateway-api';
import { GatewayMessages } from './gateway-messages';

@Component({
  imports: [GatewayMessages],
  template: '<app-gateway-messages [api]="api" [gateway]="gateway()" />',
})
class Host {
  readonly api = new GatewayApi('platform');
  readonly gateway = signal<GatewayView>({
    ...{ ...new GatewayView(), id: 7, channel: Channel.Sms },
  });
}

describe('messages over a gateway', () => {
  let figures: Partial<GatewayMessagesView>;
  const receipt = (values: Partial<StrayReceiptView>) => ({
    ...new StrayReceiptView(),
    ...{ at: '2026-11-30T10:00:00Z', ...values },
  });
  const pages: Record<string, object> = {
    first: {
      items: [
        receipt({ providerId: '0x1F', key: '31', state: MessageState.Delivered, receipts: 2 }),
      ],
      next: 'more',
    },
    more: {
      items: [receipt({ providerId: 'abc', key: 'abc', state: MessageState.Failed, code: '8' })],
      next: null,
    },
  };
  const server: HttpInterceptorFn = ({ url, params }) => {
    const body = url.endsWith('/7/messages')
      ? { ...new GatewayMessagesView(), ...figures }
      : pages[params.get('after') ?? 'first'];
    return of(new HttpResponse({ body }));
  };
  const open = async (given: typeof figures) => {
    figures = given;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        { provide: Session, useValue: { can: () => true, timeZone: () => 'UTC' } },
      ],
    });
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const text = () => page.textContent!.replace(/\s+/g, ' ');
    return { fixture, page, text };
  };

  it('tell how many arrive and how soon, and show no receipts where none is astray', async () => {
    const { page, text } = await open({ messages: 40, delivered: 37, deliverySeconds: 4.5 });
    expect(text()).toContain('Delivery rate92.5%');
    expect(text()).toMatch(/Time to delivery4\.5 s/);
    expect(text()).toContain('Receipts without a message0');
    expect(page.querySelector('table')).toBeNull();
  });

  it('tell nothing of deliveries where there are no messages', async () => {
    const { text } = await open({});
    expect(text()).toContain('Delivery rate—');
    expect(text()).toContain('Time to delivery—');
  });

  it('show receipts without a message, as the provider writes their ids and as they were looked up', async () => {
    const { fixture, page, text } = await open({
      strayReceiptsOfDay: 12,
      strayReceipts: MOST_STRAY_RECEIPTS,
    });
    expect(text()).toContain('within 24 hours; 10,000 or more within 3 days');
    const rows = () =>
      [...page.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('td')]
          .slice(1)
          .map((cell) => cell.textContent!.replace(/\s+/g, ' ').trim()),
      );
    expect(rows()).toEqual([['0x1F looked up as 31', 'Delivered', '—', '2']]);
    page.querySelector<HTMLButtonElement>('app-stray-receipts button')!.click();
    await fixture.whenStable();
    expect(rows()).toEqual([
      ['0x1F looked up as 31', 'Delivered', '—', '2'],
      ['abc', 'Failed', '8', '1'],
    ]);
    expect(page.querySelector('app-stray-receipts button')).toBeNull();
  });
});
