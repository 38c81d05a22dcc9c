import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Channel, type RunningCampaignView } from '@belltower/dto';
import { counted, formatNumber, formatShare, ProgressBar, StatusChip } from '@belltower/ui';

/** Campaigns under way, each with how far it has come. */
@Component({
  selector: 'app-running-campaigns',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ProgressBar, RouterLink, StatusChip],
  template: `
    <h2 class="panel-title">Campaigns</h2>
    @for (campaign of rows(); track campaign.id) {
      <div class="campaign">
        <a [routerLink]="['/campaigns', campaign.id]">{{ campaign.name }}</a>
        <app-status-chip [status]="campaign.paused ? 'paused' : 'running'" />
        <app-progress-bar [parts]="campaign.parts" [total]="campaign.subscribers" />
        <span class="muted numeric">
          {{ campaign.words }}
          @if (campaign.reached) {
            ·
            <a
              routerLink="/subscribers"
              [queryParams]="{ campaignId: campaign.id, state: 'completed' }"
              >{{ formatNumber(campaign.reached) }} reached</a
            >
          }
        </span>
      </div>
    } @empty {
      <p class="muted">None is under way. <a routerLink="/campaigns">Open campaigns</a></p>
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
    .campaign {
      display: grid;
      grid-template-columns: 1fr auto;
      align-items: center;
      gap: 6px 12px;
      padding: 10px 0;
    }
    .campaign + .campaign {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .campaign > a {
      overflow: hidden;
      color: inherit;
      font-weight: 550;
      text-decoration: none;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .campaign > a:hover {
      text-decoration: underline;
    }
    app-progress-bar,
    span.muted {
      grid-column: 1 / -1;
    }
    span.muted {
      font-size: 12px;
    }
    span.muted a {
      color: inherit;
      white-space: nowrap;
    }
  `,
})
export class RunningCampaigns {
  readonly campaigns = input.required<readonly RunningCampaignView[]>();

  protected readonly formatNumber = formatNumber;

  protected readonly rows = computed(() =>
    this.campaigns().map((campaign) => {
      const { reached, sent, failed, suppressed, waitingForRetry, callsNow, subscribers } =
        campaign;
      const done = reached + sent + failed + suppressed;
      const now =
        campaign.channel === Channel.Sms
          ? counted(callsNow, 'message', 'messages')
          : counted(callsNow, 'call', 'calls');
      return {
        ...campaign,
        parts: [
          { status: 'answered', count: reached, label: 'Reached' },
          { status: 'sent', count: sent },
          { status: 'failed', count: failed, label: 'Not reached' },
          { status: 'suppressed', count: suppressed },
          { status: 'in-progress', count: callsNow },
          { status: 'retry', count: waitingForRetry, label: 'Waiting for a retry' },
        ],
        words: [
          `${formatNumber(done)} of ${formatNumber(subscribers)} done (${formatShare(done, subscribers)})`,
          ...(callsNow ? [`${now} now`] : []),
        ].join(' · '),
      };
    }),
  );
}
