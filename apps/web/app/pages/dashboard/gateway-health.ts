import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import type { GatewayHealthView } from '@belltower/dto';
import { counted, formatNumber, formatShare, Moment, StatusChip } from '@belltower/ui';

/** How the gateways of the account do in the period. */
@Component({
  selector: 'app-gateway-health',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment, RouterLink, StatusChip],
  template: `
    <h2 class="panel-title">Gateways</h2>
    @for (gateway of gateways(); track gateway.id) {
      <div class="gateway">
        <b>{{ gateway.name }}</b>
        <app-status-chip [status]="gateway.enabled ? gateway.status : 'inactive'" />
        <span class="muted numeric below">
          @if (gateway.calls) {
            <a [routerLink]="behind() ? '/calls' : null" [queryParams]="callsOf(gateway.id)">{{
              counted(gateway.calls, 'call', 'calls')
            }}</a>
            · {{ formatShare(gateway.asr ?? 0, 1) }} answered
            @if (gateway.congestion) {
              ·
              <a
                [routerLink]="behind() ? '/calls' : null"
                [queryParams]="callsOf(gateway.id, 'congestion')"
                >{{ formatNumber(gateway.congestion) }} congestion</a
              >
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
    h2 {
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
    .below a {
      color: inherit;
    }
  `,
})
export class GatewayHealth {
  readonly gateways = input.required<readonly GatewayHealthView[]>();

  /** Query of the list of calls that the figures are of, over all gateways; null where none of them is kept any more. */
  readonly behind = input.required<Params | null>();

  protected readonly counted = counted;
  protected readonly formatNumber = formatNumber;
  protected readonly formatShare = formatShare;

  protected callsOf(gatewayId: number, disposition?: string): Params {
    return { ...this.behind(), gatewayId, disposition };
  }
}
