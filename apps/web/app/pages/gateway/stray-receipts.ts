import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { GatewayView, StrayReceiptView } from '@belltower/dto';
import { formatNumber, Messages, Moment, StatusChip } from '@belltower/ui';
import type { GatewayApi } from './gateway-api';

/** Receipts under ids that are no message's, newest first, and what that usually means. */
@Component({
  selector: 'app-stray-receipts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, Moment, StatusChip],
  template: `
    <h2>Receipts without a message</h2>
    <p>
      These ids are no message’s. Where they are many, the provider usually writes an id otherwise
      in its receipts than in its answers: compare them with the settings of this gateway that say
      how ids are read. A few come from a provider that repeats a receipt after the last one, or
      from messages that something else sends with the same account.
    </p>
    <div class="scroller" tabindex="0" role="region" aria-label="Receipts without a message">
      <table>
        <thead>
          <tr>
            <th scope="col">Came</th>
            <th scope="col">Provider’s id</th>
            <th scope="col">State</th>
            <th scope="col">The provider said</th>
            <th scope="col" class="numeric">Receipts</th>
          </tr>
        </thead>
        <tbody>
          @for (receipt of shown(); track receipt.key) {
            <tr>
              <td><app-moment [at]="receipt.at" /></td>
              <td class="id">
                {{ receipt.providerId }}
                @if (receipt.key !== receipt.providerId) {
                  <span class="muted">looked up as {{ receipt.key }}</span>
                }
              </td>
              <td><app-status-chip [status]="receipt.state" /></td>
              <td>{{ receipt.code ?? '—' }}</td>
              <td class="numeric">{{ formatNumber(receipt.receipts) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
    @if (next()) {
      <button matButton [disabled]="reading()" (click)="readOn()">Show older ones</button>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 16px 20px;
    }
    h2 {
      margin-bottom: 8px;
      font-size: 16px;
      line-height: 24px;
    }
    p {
      max-width: 72ch;
      margin-bottom: 12px;
    }
    .scroller {
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: 6px 16px 6px 0;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
      text-align: start;
    }
    th {
      color: var(--mat-sys-on-surface-variant);
      font-weight: 500;
    }
    .numeric {
      padding-right: 0;
      text-align: end;
    }
    .id {
      overflow-wrap: anywhere;
    }
    .id .muted {
      display: block;
      font-size: 12px;
    }
  `,
})
export class StrayReceipts {
  readonly api = input.required<GatewayApi>();
  readonly gateway = input.required<GatewayView>();

  private readonly messages = inject(Messages);
  private readonly first = resource({
    params: () => ({ api: this.api(), id: this.gateway().id }),
    loader: ({ params }) => params.api.strayReceiptsOf(params.id),
  });
  private readonly page = () => (this.first.hasValue() ? this.first.value() : undefined);
  protected readonly shown = linkedSignal<readonly StrayReceiptView[]>(
    () => this.page()?.items ?? [],
  );
  protected readonly next = linkedSignal<string | null>(() => this.page()?.next ?? null);
  protected readonly reading = signal(false);
  protected readonly formatNumber = formatNumber;

  protected async readOn(): Promise<void> {
    this.reading.set(true);
    try {
      const page = await this.api().strayReceiptsOf(this.gateway().id, this.next()!);
      this.shown.update((before) => [...before, ...page.items]);
      this.next.set(page.next);
    } catch (problem) {
      this.messages.fail(problem);
    } finally {
      this.reading.set(false);
    }
  }
}
