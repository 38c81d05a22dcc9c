import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Channel, CHANNEL_WORDS, type GatewayGaugeView, type GatewayView } from '@belltower/dto';
import { formatDuration, formatNumber, formatShare, Moment, StatTile, titled } from '@belltower/ui';
import { GatewayLine } from './gateway-line';

/** What a gateway carries at this moment and how well, against what it may carry. */
@Component({
  selector: 'app-gateway-figures',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [GatewayLine, Moment, StatTile],
  template: `
    @if (gauge(); as now) {
      @if (now.backedOffUntil) {
        <p class="backed-off" role="status">
          The {{ sends() ? 'provider' : 'carrier' }} says that it is full: no new
          {{ words().many }} until <app-moment [at]="now.backedOffUntil" [relative]="false" />.
        </p>
      }
      <div class="tiles">
        <app-stat-tile [label]="nowLabel()" [value]="formatNumber(now.channelsInUse)">
          of {{ formatNumber(gateway().channels) }} {{ sends() ? 'at the same time' : 'channels' }}
        </app-stat-tile>
        <app-stat-tile
          [label]="sends() ? 'Messages per second' : 'Calls per second'"
          [value]="formatNumber(now.callsLastSecond)"
        >
          of {{ formatNumber(gateway().callsPerSecond) }} at most
        </app-stat-tile>
        @if (sends()) {
          <app-stat-tile label="Taken" [value]="share(now.answeredShare)">
            of the messages of late
          </app-stat-tile>
        } @else {
          <app-stat-tile label="Answered" [value]="share(now.answeredShare)">
            of the calls of late (ASR)
          </app-stat-tile>
          <app-stat-tile label="Average talk time" [value]="formatDuration(now.averageTalkSeconds)">
            of answered calls (ACD)
          </app-stat-tile>
          <app-stat-tile label="Short calls" [value]="share(now.shortShare)">
            of the answered, up to 6 seconds
          </app-stat-tile>
        }
      </div>
      @if (now.line; as line) {
        <app-gateway-line class="panel line" [line]="line" />
      }
      @if (now.lastErrors.length) {
        <section class="panel">
          <h2>Last errors</h2>
          <ul>
            @for (error of now.lastErrors; track $index) {
              <li><app-moment [at]="error.at" />{{ titled(error.text) }}</li>
            }
          </ul>
        </section>
      }
    } @else {
      <p class="quiet muted">{{ quiet() }}</p>
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
    .backed-off {
      padding: 10px 16px;
      border-radius: 8px;
      background: var(--tone-orange-wash);
      color: var(--tone-orange-ink);
    }
    .panel {
      padding: 16px 20px;
    }
    h2 {
      margin-bottom: 8px;
      font-size: 16px;
      line-height: 24px;
    }
    ul {
      display: grid;
      gap: 6px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
    }
    li app-moment {
      min-width: 120px;
      color: var(--mat-sys-on-surface-variant);
    }
    @media (max-width: 599px) {
      .tiles {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }
  `,
})
export class GatewayFigures {
  readonly gateway = input.required<GatewayView>();
  readonly gauge = input<GatewayGaugeView>();

  protected readonly titled = titled;
  protected readonly formatNumber = formatNumber;
  protected readonly formatDuration = formatDuration;
  protected readonly sends = computed(() => this.gateway().channel === Channel.Sms);
  protected readonly words = computed(() => CHANNEL_WORDS[this.gateway().channel]);
  protected readonly nowLabel = computed(() => (this.sends() ? 'Being handed over' : 'Calls now'));
  protected readonly quiet = computed(() =>
    this.gateway().enabled
      ? `No ${this.words().many} go over this gateway at the moment.`
      : 'This gateway is switched off: campaigns do not use it.',
  );

  protected share(share: number | null): string {
    return share === null ? '—' : formatShare(share, 1);
  }
}
