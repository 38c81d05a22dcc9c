import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { httpResource } from '@angular/common/http';
import type { CampaignActivityView, Page } from '@belltower/dto';
import { API_ROOT, Moment } from '@belltower/ui';

/** Who did what to a campaign, newest first. */
@Component({
  selector: 'app-campaign-activity',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment],
  template: `
    <h2>Activity</h2>
    <ol>
      @for (entry of entries(); track entry.id) {
        <li>
          <p>{{ entry.what }}</p>
          <p class="muted"><app-moment [at]="entry.at" /> · {{ entry.by ?? 'Belltower' }}</p>
        </li>
      } @empty {
        <li class="muted">Nothing yet</li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
      padding: 20px 24px;
    }
    ol {
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      position: relative;
      padding: 0 0 14px 20px;
    }
    li::before {
      content: '';
      position: absolute;
      top: 7px;
      left: 2px;
      width: 7px;
      height: 7px;
      border-radius: 50%;
      background: var(--mat-sys-outline);
    }
    li:not(:last-child)::after {
      content: '';
      position: absolute;
      top: 18px;
      bottom: -4px;
      left: 5px;
      width: 1px;
      background: var(--mat-sys-outline-variant);
    }
    p {
      overflow-wrap: anywhere;
    }
    .muted {
      font-size: 12px;
    }
  `,
})
export class CampaignActivity {
  readonly campaignId = input.required<number>();
  /** Changes whenever the campaign does. */
  readonly version = input.required<string>();

  private readonly answer = httpResource<Page<CampaignActivityView>>(() => {
    // Read again after each change.
    this.version();
    return `${API_ROOT}/campaigns/${this.campaignId()}/activity?limit=30`;
  });
  protected readonly entries = computed(() =>
    this.answer.hasValue() ? this.answer.value().items : [],
  );
}
