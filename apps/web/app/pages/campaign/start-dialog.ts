import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import type { CampaignView } from '@belltower/dto';
import { CampaignForecast } from './campaign-forecast';

/** Shows what starting a campaign comes to, before it does. */
@Component({
  selector: 'app-start-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CampaignForecast, MatButtonModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>Start “{{ campaign.name }}”?</h2>
    <mat-dialog-content>
      <p class="muted">
        {{
          campaign.simulated
            ? 'It uses a simulated gateway and calls nobody.'
            : 'It begins to call as soon as its hours are open.'
        }}
      </p>
      <app-campaign-forecast [campaignId]="campaign.id" [retries]="campaign.maxRetries ?? 0" />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false">Cancel</button>
      @if (missing()) {
        <button matButton="outlined" [mat-dialog-close]="'edit'" cdkFocusInitial>Edit it</button>
      } @else {
        <button matButton="filled" [mat-dialog-close]="true" cdkFocusInitial>Start calling</button>
      }
    </mat-dialog-actions>
  `,
  styles: `
    app-campaign-forecast {
      margin-top: 12px;
    }
  `,
})
export class StartDialog {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  private readonly forecast = viewChild.required(CampaignForecast);
  /** Starting would be refused. */
  protected readonly missing = computed(() => !!this.forecast().forecast()?.missing.length);
}
