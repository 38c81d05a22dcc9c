import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import type { CampaignView } from '@belltower/dto';
import { CampaignForecast } from './campaign-forecast';
import { panelWords } from './panel-words';

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
            ? 'It uses a simulated gateway and ' + words.calls + ' nobody.'
            : 'It begins to ' + words.call + ' as soon as its hours are open.'
        }}
      </p>
      <app-campaign-forecast [campaign]="campaign" />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false">Cancel</button>
      @if (missing()) {
        <button matButton="outlined" [mat-dialog-close]="'edit'" cdkFocusInitial>Edit it</button>
      } @else {
        <button matButton="filled" [mat-dialog-close]="true" cdkFocusInitial>
          {{ words.start }}
        </button>
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
  protected readonly words = panelWords(this.campaign);
  private readonly forecast = viewChild.required(CampaignForecast);
  /** Starting would be refused. */
  protected readonly missing = computed(() => !!this.forecast().forecast()?.missing.length);
}
