import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { GatewayHealthView } from '@belltower/dto';
import { counted, formatNumber, formatShare, Moment, StatusChip } from '@belltower/ui';

/** How the gateways of the account do in the period. */
@Component({
  selector: 'app-gateway-health',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment, RouterLink, StatusChip],
  template: `
    <h3>Gateways</h3>
    @for (gateway of gateways(); track gateway.id) {
      <div class="gateway">
        <b>{{ gateway.name }}</b>
        <app-status-chip [status]="gateway.enabled ? gateway.status : 'inactive'" />
        <span class="muted numeric below">
          @if (gateway.calls) {
            {{ counted(gateway.calls, 'call', 'calls') }} ·
            {{ formatShare(gateway.asr ?? 0, 1) }} answered
            @if (gateway.congestion) {
              · {{ formatNumber(gateway.congestion) }} congestion
            }
          } @else {
            No calls in this period
          }
          @if (gateway.backedOffUntil) {
            · rests until <app-moment [at]="gateway.backedOffUntil" />
          }
        </span>
      </div>
    } @empty {
      <p class="muted">None is granted to you yet. <a routerLink="/gateways">Gateways</a></p>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 16px;
    }
    h3 {
      margin-bottom: 8px;
    }
    .gateway {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 2px 12px;
      padding: 10px 0;
    }
    .gateway + .gateway {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    b {
      font-weight: 550;
      overflow-wrap: anywhere;
    }
    .below {
      grid-column: 1 / -1;
      font-size: 12px;
    }
  `,
})
export class GatewayHealth {
  readonly gateways = input.required<readonly GatewayHealthView[]>();

  protected readonly counted = counted;
  protected readonly formatNumber = formatNumber;
  protected readonly formatShare = formatShare;
}
