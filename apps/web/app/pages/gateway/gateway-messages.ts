import { ChangeDetectionStrategy, Component, computed, input, resource } from '@angular/core';
import { type GatewayView, MOST_STRAY_RECEIPTS } from '@belltower/dto';
import { formatNumber, formatShare, StatTile } from '@belltower/ui';
import { deliveryWords } from '../report/delivery-words';
import type { GatewayApi } from './gateway-api';
import { StrayReceipts } from './stray-receipts';

/** What has become of the messages over a gateway within a day, and receipts that belong to none of them. */
@Component({
  selector: 'app-gateway-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [StatTile, StrayReceipts],
  template: `
    @if (figures(); as day) {
      <div class="tiles">
        <app-stat-tile label="Delivery rate" [value]="rate()">
          of the last 24 hours, rising while receipts come in
        </app-stat-tile>
        <app-stat-tile label="Time to delivery" [value]="deliveryWords(day.deliverySeconds)">
          on average of those delivered
        </app-stat-tile>
        <app-stat-tile label="Messages" [value]="formatNumber(day.messages)">
          within 24 hours
        </app-stat-tile>
        <app-stat-tile label="Receipts without a message" [value]="strays(day.strayReceiptsOfDay)">
          within 24 hours; {{ strays(day.strayReceipts) }} within 3 days
        </app-stat-tile>
      </div>
      @if (day.strayReceipts) {
        <app-stray-receipts class="panel" [api]="api()" [gateway]="gateway()" />
      }
    } @else if (view.error()) {
      <p class="muted">What has become of its messages cannot be read now.</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
      max-width: 960px;
      margin-bottom: 16px;
    }
    .tiles {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      gap: 12px;
    }
    @media (max-width: 599px) {
      .tiles {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }
  `,
})
export class GatewayMessages {
  readonly api = input.required<GatewayApi>();
  readonly gateway = input.required<GatewayView>();

  protected readonly view = resource({
    params: () => ({ api: this.api(), id: this.gateway().id }),
    loader: ({ params }) => params.api.messagesOf(params.id),
  });
  protected readonly figures = computed(() =>
    this.view.hasValue() ? this.view.value() : undefined,
  );
  protected readonly rate = computed(() => {
    const { delivered = 0, messages = 0 } = this.figures() ?? {};
    return formatShare(delivered, messages);
  });

  protected readonly formatNumber = formatNumber;
  protected readonly deliveryWords = deliveryWords;

  protected strays(count: number): string {
    return formatNumber(count) + (count < MOST_STRAY_RECEIPTS ? '' : ' or more');
  }
}
