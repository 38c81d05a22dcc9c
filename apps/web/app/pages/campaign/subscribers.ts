import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { Chosen, EmptyState, RESOURCE_PAGE, ResourcePage, Session, useIcons } from '@belltower/ui';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import { HoldNote } from './hold-note';
import { subscriberApi } from './subscriber-api';
import { SubscriberCommands } from './subscriber-commands';
import { SubscriberMenu } from './subscriber-menu';

/** Where every number stands, over all campaigns. */
@Component({
  selector: 'app-subscribers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    HoldNote,
    MatButtonModule,
    MatIconModule,
    RESOURCE_PAGE,
    RouterLink,
    SubscriberMenu,
  ],
  template: `
    <app-resource-page
      [resource]="subscribers"
      [addable]="false"
      [link]="null"
      live="campaign"
      purpose="Everybody whom a campaign calls: where they stand, and when they are called next."
    >
      <a action matButton="outlined" [href]="exportUrl()" download>
        <mat-icon svgIcon="download" />Export
      </a>
      <ng-template cell="campaignName" let-row>
        <a class="quiet" [routerLink]="['/campaigns', row.campaignId]">{{ row.campaignName }}</a>
      </ng-template>
      <ng-template cell="attempts" let-row>
        @if (row.attempts) {
          <a
            class="quiet numeric"
            routerLink="/calls"
            [queryParams]="{ subscriberId: row.id, period: 'all' }"
            title="Open its calls"
            >{{ row.attempts }}</a
          >
        } @else {
          <span class="muted">0</span>
        }
      </ng-template>
      <ng-template cell="heldBy" let-row><app-hold-note [reason]="row.heldBy" /></ng-template>
      <ng-template actions let-row><app-subscriber-menu [row]="row" /></ng-template>
      @if (session.can('campaign.write')) {
        <ng-template bulk let-chosen>
          <button matButton (click)="retryNow(chosen)">Retry now</button>
          <button matButton (click)="remove(chosen)">Take out…</button>
        </ng-template>
      }
      <ng-template empty>
        <app-empty-state
          title="No subscribers yet"
          text="When a campaign starts, every active contact of its phonebooks becomes a subscriber of it."
        >
          <a matButton="outlined" routerLink="/campaigns">Open campaigns</a>
        </app-empty-state>
      </ng-template>
    </app-resource-page>
  `,
  styles: `
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
  protected readonly subscribers = subscriberApi();
  protected readonly session = inject(Session);
  private readonly commands = inject(SubscriberCommands);
  private readonly route = inject(ActivatedRoute);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ download: downloadIcon });
  }

  /** The export takes the filters on screen. */
  protected exportUrl(): string {
    const { sort, after, page, ...filters } = this.route.snapshot.queryParams;
    return this.subscribers.csvUrl(filters);
  }

  protected async retryNow(chosen: Chosen): Promise<void> {
    if (await this.commands.retryNow(chosen)) this.page().reload();
  }

  protected async remove(chosen: Chosen): Promise<void> {
    if (await this.commands.remove(chosen)) this.page().reload();
  }
}
