import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { type CampaignView, Channel } from '@belltower/dto';
import { counted } from '@belltower/ui';
import { panelWords } from './panel-words';

/** Asks before a campaign ends for good, and whether calls on the line end with it. */
@Component({
  selector: 'app-stop-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatCheckboxModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>Stop “{{ campaign.name }}”?</h2>
    <mat-dialog-content>
      <p>
        It ends for good: {{ counted(campaign.left, 'number', 'numbers') }} left
        {{ campaign.left === 1 ? 'is' : 'are' }} not {{ words.called }}. To go on later, pause it
        instead.
      </p>
      @if (calls) {
        <mat-checkbox [checked]="hangUp()" (change)="hangUp.set($event.checked)">
          Hang up the calls on the line{{
            campaign.inProgress ? ' (' + campaign.inProgress + ')' : ''
          }}
        </mat-checkbox>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close cdkFocusInitial>Cancel</button>
      <button matButton="filled" class="danger" [mat-dialog-close]="{ hangUp: hangUp() }">
        Stop for good
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    mat-checkbox {
      display: block;
      margin-top: 12px;
    }
    .danger {
      --mat-button-filled-container-color: var(--mat-sys-error);
      --mat-button-filled-label-text-color: var(--mat-sys-on-error);
    }
  `,
})
export class StopDialog {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly words = panelWords(this.campaign);
  /** What is being sent cannot be called back. */
  protected readonly calls = this.campaign.channel === Channel.Voice;
  protected readonly counted = counted;
  protected readonly hangUp = signal(false);
}
