import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ExportKind, SubscriberQuery } from '@belltower/dto';
import { Chosen, EmptyState, RESOURCE_PAGE, ResourcePage, Session } from '@belltower/ui';
import { ExportMenu } from '../export/export-menu';
import { listFilters } from '../export/list-filters';
import { PeriodPicker } from '../report/period-picker';
import { type Preset, PRESETS } from '../report/report-period';
import { ReportState } from '../report/report-state';
import { HoldNote } from './hold-note';
import { panelWords } from './panel-words';
import { subscriberApi } from './subscriber-api';
import { SubscriberCommands } from './subscriber-commands';
import { SubscriberMenu } from './subscriber-menu';

/** Where every number stands, over all campaigns. */
@Component({
  selector: 'app-subscribers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    ExportMenu,
    HoldNote,
    MatButtonModule,
    PeriodPicker,
    RESOURCE_PAGE,
    RouterLink,
    SubscriberMenu,
  ],
  template: `
    <app-resource-page
      [resource]="subscribers"
      [addable]="false"
      [link]="null"
      [fixed]="period()"
      [kept]="['period']"
      live="campaign"
      purpose="Everybody whom a campaign calls or texts: where they stand, and when it is their turn next."
    >
      <app-export-menu action [kind]="exported" [filters]="exportFilters" />
      <div class="period">
        <span>Last attempt</span>
        <app-period-picker [state]="state" [presets]="presets" />
      </div>
      <ng-template cell="campaignName" let-row>
        <a class="quiet" [routerLink]="['/campaigns', row.campaignId]">{{ row.campaignName }}</a>
      </ng-template>
      <ng-template cell="attempts" let-row>
        @if (row.attempts) {
          <a
            class="quiet numeric"
            [routerLink]="wordsOf(row).page"
            [queryParams]="{ subscriberId: row.id, period: 'all' }"
            [title]="'Open its ' + wordsOf(row).many"
            >{{ row.attempts }}</a
          >
        } @else {
          <span class="muted">0</span>
        }
      </ng-template>
      <ng-template cell="heldBy" let-row
        ><app-hold-note [reason]="row.heldBy" [channel]="row.channel"
      /></ng-template>
      <ng-template actions let-row><app-subscriber-menu [row]="row" /></ng-template>
      @if (session.can('campaign.write')) {
        <ng-template bulk let-chosen>
          <button matButton (click)="retryNow(chosen)">Retry now</button>
          <button matButton (click)="remove(chosen)">Take out…</button>
        </ng-template>
      }
      <ng-template empty>
        @if (state.preset() === 'all') {
          <app-empty-state
            title="No subscribers yet"
            text="When a campaign starts, every active contact of its phonebooks becomes a subscriber of it."
          >
            <a matButton="outlined" routerLink="/campaigns">Open campaigns</a>
          </app-empty-state>
        } @else {
          <app-empty-state
            title="Nobody was last called in this period"
            text="Who has been called again since, or not at all, has no last attempt in it."
          >
            <button matButton="outlined" type="button" (click)="state.choose('all')">
              Any time
            </button>
          </app-empty-state>
        }
      </ng-template>
    </app-resource-page>
  `,
  styles: `
    .period {
      display: flex;
      gap: 12px;
      margin-bottom: 12px;
      // As high as the button beside it.
      line-height: 34px;
    }
    .period span {
      flex: none;
    }
    app-period-picker {
      line-height: 20px;
    }
    .quiet {
      color: inherit;
      text-decoration: none;
    }
    .quiet:hover {
      text-decoration: underline;
    }
  `,
})
export class Subscribers {
  protected readonly wordsOf = panelWords;
  protected readonly subscribers = subscriberApi();
  protected readonly session = inject(Session);
  private readonly commands = inject(SubscriberCommands);
  protected readonly exported = ExportKind.Subscribers;
  private readonly filters = listFilters(SubscriberQuery);
  protected readonly exportFilters = () => ({ ...this.filters(), ...this.period() });
  protected readonly state = new ReportState('all');
  protected readonly presets = Object.keys(PRESETS) as Preset[];
  /** Of the last attempt; any time is also for those who have had none. */
  protected readonly period = computed(() => {
    const { from, until = '' } = this.state.period();
    return this.state.preset() === 'all' ? { from: '', until: '' } : { from, until };
  });
  private readonly page = viewChild.required(ResourcePage);

  protected async retryNow(chosen: Chosen): Promise<void> {
    if (await this.commands.retryNow(chosen)) this.page().reload();
  }

  protected async remove(chosen: Chosen): Promise<void> {
    if (await this.commands.remove(chosen)) this.page().reload();
  }
}
