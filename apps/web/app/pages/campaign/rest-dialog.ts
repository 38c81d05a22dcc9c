import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import {
  type CampaignView,
  Channel,
  Disposition,
  MessageState,
  NEVER_CALLED,
  type RestOutcome,
  type RestOutcomeView,
} from '@belltower/dto';
import { counted, Failure, formatNumber, StatusChip } from '@belltower/ui';
import { CampaignApi } from './campaign-api';
import { panelWords } from './panel-words';

/** Outcomes after which nobody wants to be called again, or cannot be: not chosen beforehand. */
const DONE: readonly RestOutcome[] = [
  Disposition.Answered,
  Disposition.Machine,
  Disposition.InvalidNumber,
  Disposition.Blocked,
  MessageState.Delivered,
  MessageState.Sent,
  MessageState.Unknown,
];

/** Asks which of the numbers that a campaign has left are called again; closes with their outcomes. */
@Component({
  selector: 'app-rest-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButtonModule, MatCheckboxModule, MatDialogModule, StatusChip],
  template: `
    <h2 mat-dialog-title>{{ words.rest }}?</h2>
    <mat-dialog-content>
      <p>
        A new campaign like “{{ campaign.name }}”, for the numbers that it left like this and whose
        contact is still active. It is a draft: nobody is {{ words.called }} before you start it.
      </p>
      @if (left.error(); as failure) {
        <app-failure [error]="failure" (retried)="left.reload()" />
      } @else if (left.hasValue()) {
        <ul>
          @for (row of left.value(); track row.outcome) {
            <li>
              <mat-checkbox
                [checked]="chosen().has(row.outcome)"
                (change)="choose(row.outcome, $event.checked)"
              >
                @if (row.outcome === never) {
                  Never {{ words.called }}
                } @else {
                  <app-status-chip [status]="row.outcome" />
                }
              </mat-checkbox>
              <span class="numeric">{{ formatNumber(row.subscribers) }}</span>
            </li>
          } @empty {
            <li class="muted">Nobody is left whose contact is still active.</li>
          }
        </ul>
      } @else {
        <p class="muted" aria-busy="true">Counting…</p>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close>Cancel</button>
      <button
        matButton="filled"
        [disabled]="!numbers()"
        [mat-dialog-close]="outcomes()"
        aria-live="polite"
      >
        {{ numbers() ? 'Make a campaign for ' + amount() : 'Choose at least one' }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 44px;
    }
    li + li {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
  `,
})
export class RestDialog {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly words = panelWords(this.campaign);
  /** Of calls it has a look of its own. */
  protected readonly never = this.campaign.channel === Channel.Sms ? NEVER_CALLED : null;
  protected readonly formatNumber = formatNumber;

  protected readonly left = new CampaignApi().part<RestOutcomeView[]>(
    () => this.campaign.id,
    'rest',
  );
  /** What somebody chose; until then, everything that makes sense. */
  private readonly own = signal<ReadonlySet<RestOutcome> | null>(null);
  private readonly rows = computed(() => (this.left.hasValue() ? this.left.value() : []));
  protected readonly chosen = computed(
    () =>
      this.own() ??
      new Set(this.rows().flatMap(({ outcome }) => (DONE.includes(outcome) ? [] : [outcome]))),
  );
  protected readonly outcomes = computed(() =>
    this.rows().flatMap(({ outcome }) => (this.chosen().has(outcome) ? [outcome] : [])),
  );
  protected readonly numbers = computed(() =>
    this.rows()
      .filter(({ outcome }) => this.chosen().has(outcome))
      .reduce((sum, { subscribers }) => sum + subscribers, 0),
  );
  protected readonly amount = computed(() => counted(this.numbers(), 'number', 'numbers'));

  protected choose(outcome: RestOutcome, isChosen: boolean): void {
    const chosen = new Set(this.chosen());
    if (isChosen) chosen.add(outcome);
    else chosen.delete(outcome);
    this.own.set(chosen);
  }
}
