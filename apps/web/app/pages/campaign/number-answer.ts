import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { httpResource } from '@angular/common/http';
import { type CampaignExplanationView, type Channel, HoldReason } from '@belltower/dto';
import { ApiProblem, counted, Moment, PhoneFormat, StatusChip, useIcons } from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import { CampaignApi } from './campaign-api';
import { panelWords } from './panel-words';

const WELL: readonly HoldReason[] = [
  HoldReason.Completed,
  HoldReason.BeingCalled,
  HoldReason.AwaitingReceipt,
];

/** Why a campaign calls, or does not call, one number: the answer, what has been tried, and where to look further. */
@Component({
  selector: 'app-number-answer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, Moment, RouterLink, StatusChip],
  template: `
    @if (failure(); as message) {
      <p role="alert">{{ message }}</p>
    } @else if (answer(); as about) {
      <div class="answer" role="status">
        <mat-icon
          [svgIcon]="isWell() ? 'check_circle' : 'pause_circle'"
          [class.calling]="isWell()"
        />
        <div>
          <p class="number numeric">{{ phone.format(about.number) }}</p>
          <p>{{ about.explanation }}</p>
          <dl>
            @if (about.state; as state) {
              <div>
                <dt>Attempts so far</dt>
                <dd class="numeric">{{ about.attempts }}</dd>
              </div>
              @if (about.disposition; as disposition) {
                <div>
                  <dt>Last time</dt>
                  <dd>
                    <app-status-chip [status]="disposition" />
                    <app-moment class="muted" [at]="about.lastAttemptAt" />
                  </dd>
                </div>
              }
            }
            @if (about.nextAttemptAt) {
              <div>
                <dt>Next, at the earliest</dt>
                <dd><app-moment [at]="about.nextAttemptAt" /></dd>
              </div>
            }
          </dl>
          <p class="links">
            @if (about.subscriberId && about.attempts) {
              <a
                matButton
                [routerLink]="words().page"
                [queryParams]="{ subscriberId: about.subscriberId, period: 'all' }"
                >{{ callsOf(about) }}</a
              >
            }
            @if (about.contactId) {
              <a matButton [routerLink]="['/contacts', about.contactId]">Its contact</a>
            }
          </p>
        </div>
      </div>
    } @else {
      <p class="muted" aria-busy="true">Looking…</p>
    }
  `,
  styles: `
    .answer {
      display: flex;
      gap: 12px;
    }
    mat-icon {
      flex: none;
      color: var(--tone-amber);
    }
    .calling {
      color: var(--tone-green);
    }
    .number {
      font-weight: 600;
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 28px;
      margin: 8px 0 0;
    }
    dl:empty {
      display: none;
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
      font-size: 12px;
      line-height: 16px;
    }
    dd {
      display: flex;
      align-items: center;
      gap: 8px;
      margin: 0;
      min-height: 24px;
    }
    .links {
      margin: 4px 0 0 -12px;
    }
  `,
})
export class NumberAnswer {
  readonly campaignId = input.required<number>();
  readonly channel = input.required<Channel>();
  /** As somebody typed it. */
  readonly number = input.required<string>();

  protected readonly phone = inject(PhoneFormat);
  private readonly api = new CampaignApi();
  private readonly asked = httpResource<CampaignExplanationView>(() => ({
    url: this.api.url(`${this.campaignId()}/explain`),
    params: { number: this.number() },
  }));
  protected readonly words = computed(() => panelWords({ channel: this.channel() }));
  protected readonly answer = computed(() =>
    this.asked.hasValue() ? this.asked.value() : undefined,
  );
  /** It is being called, has its turn, or needs no further call. */
  protected readonly isWell = computed(() => {
    const { state, heldBy } = this.answer()!;
    return state !== null && (heldBy === null || WELL.includes(heldBy));
  });
  protected readonly failure = computed(() => {
    const error = this.asked.error();
    return error ? ApiProblem.of(error).message : '';
  });

  constructor() {
    useIcons({ check_circle: checkIcon, pause_circle: pauseIcon });
  }

  protected callsOf({ attempts }: CampaignExplanationView): string {
    const { one, many } = this.words();
    return attempts === 1 ? `Its ${one}` : `Its ${counted(attempts, one, many)}`;
  }
}
