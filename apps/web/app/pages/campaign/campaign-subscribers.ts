import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Chosen, EmptyState, RESOURCE_TABLE, ResourceTable, Session } from '@belltower/ui';
import { HoldNote } from './hold-note';
import { subscriberApi } from './subscriber-api';
import { SubscriberCommands } from './subscriber-commands';
import { SubscriberMenu } from './subscriber-menu';

/** The subscribers of one campaign. */
@Component({
  selector: 'app-campaign-subscribers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, HoldNote, MatButtonModule, RESOURCE_TABLE, RouterLink, SubscriberMenu],
  template: `
    <div class="head">
      <h2>Subscribers</h2>
      <a matButton routerLink="/subscribers" [queryParams]="{ campaignId: campaignId() }">
        Open as a page
      </a>
    </div>
    <app-resource-table [resource]="subscribers" [fixed]="fixed()" place="memory" live="campaign">
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
        <app-empty-state
          title="No subscribers yet"
          text="The active contacts of its phonebooks join as soon as it is started."
        />
      </ng-template>
    </app-resource-table>
  `,
  styles: `
    :host {
      display: block;
      margin-top: 8px;
    }
    app-resource-table {
      --table-height: 440px;
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      margin-bottom: 4px;
    }
  `,
})
export class CampaignSubscribers {
  readonly campaignId = input.required<number>();

  protected readonly subscribers = subscriberApi();
  protected readonly session = inject(Session);
  protected readonly fixed = computed(() => ({ campaignId: this.campaignId() }));
  private readonly commands = inject(SubscriberCommands);
  private readonly table = viewChild.required(ResourceTable);

  protected async retryNow(chosen: Chosen): Promise<void> {
    this.after(await this.commands.retryNow(chosen));
  }

  protected async remove(chosen: Chosen): Promise<void> {
    this.after(await this.commands.remove(chosen));
  }

  private after(changed: boolean): void {
    if (!changed) return;
    this.table().selection.clear();
    this.table().reload();
  }
}
