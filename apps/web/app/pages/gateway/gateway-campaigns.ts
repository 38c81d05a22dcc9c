import { ChangeDetectionStrategy, Component, computed, input, resource } from '@angular/core';
import { CampaignStatus, Channel, type GatewayUseView, type GatewayView } from '@belltower/dto';
import { counted, StatusChip } from '@belltower/ui';
import type { GatewayApi } from './gateway-api';

const OPEN = [CampaignStatus.Draft, CampaignStatus.Running, CampaignStatus.Paused];

/** The campaigns that call or send over a gateway: over it first, or over it where others cannot. */
@Component({
  selector: 'app-gateway-campaigns',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [StatusChip],
  template: `
    <section class="panel" aria-labelledby="campaigns-title">
      <h2 id="campaigns-title">Campaigns</h2>
      @if (open().length) {
        <ul>
          @for (use of open(); track use.campaignId) {
            <li>
              <app-status-chip [status]="use.status" />
              <span class="name">
                {{ use.campaignName }}
                @if (api().whose === 'platform') {
                  <span class="muted">{{ use.accountName }}</span>
                }
              </span>
              <span class="muted">{{ turnOf(use) }}</span>
            </li>
          }
        </ul>
      } @else if (uses.hasValue()) {
        <p class="muted">No campaign {{ does() }} over this gateway at present.</p>
      } @else if (uses.error()) {
        <p class="muted">Which campaigns use it cannot be read now.</p>
      }
      @if (ended(); as count) {
        <p class="muted ended">
          {{ counted(count, 'campaign', 'campaigns') }} over it
          {{ count === 1 ? 'has' : 'have' }} ended.
        </p>
      }
    </section>
  `,
  styles: `
    .panel {
      max-width: 960px;
      margin-bottom: 16px;
      padding: 16px 20px;
    }
    h2 {
      margin-bottom: 8px;
      font-size: 16px;
      line-height: 24px;
    }
    ul {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 12px;
    }
    .ended {
      margin-top: 8px;
    }
    app-status-chip {
      min-width: 104px;
    }
    .name {
      flex: 1;
      min-width: 160px;
    }
    .name .muted {
      margin-left: 8px;
    }
  `,
})
export class GatewayCampaigns {
  readonly api = input.required<GatewayApi>();
  readonly gateway = input.required<GatewayView>();

  protected readonly uses = resource({
    params: () => ({ api: this.api(), id: this.gateway().id }),
    loader: ({ params }) => params.api.usesOf(params.id),
  });

  private readonly all = computed(() => (this.uses.hasValue() ? this.uses.value() : []));
  protected readonly open = computed(() =>
    this.all().filter(({ status }) => OPEN.includes(status)),
  );
  protected readonly ended = computed(() => this.all().length - this.open().length);
  protected readonly does = computed(() =>
    this.gateway().channel === Channel.Sms ? 'sends' : 'calls',
  );
  protected readonly counted = counted;

  protected turnOf({ turn, gateways }: GatewayUseView): string {
    if (turn > 1) return `Takes over after ${counted(turn - 1, 'other', 'others')}`;
    return gateways > 1 ? `First of ${gateways}` : 'Its only gateway';
  }
}
