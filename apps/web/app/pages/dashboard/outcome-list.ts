import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Params, RouterLink } from '@angular/router';
import { formatNumber, formatShare, lookOf, StatusChip } from '@belltower/ui';
import { type Outcomes } from '../report/outcome-series';

/** What became of attempts: each outcome with its count, its share and a bar; a count leads to its rows. */
@Component({
  selector: 'app-outcome-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink, StatusChip],
  template: `
    <h2 class="panel-title">{{ heading() }}</h2>
    <ul>
      @for (row of rows(); track row.outcome) {
        <li [class]="'tone-' + row.tone">
          <app-status-chip [status]="row.outcome" />
          <a
            class="numeric count"
            [routerLink]="behind() ? list() : null"
            [queryParams]="linkOf(row.outcome)"
            >{{ row.count }}</a
          >
          <span class="numeric muted share">{{ row.share }}</span>
          <span class="bar" aria-hidden="true"><span [style.width.%]="row.width"></span></span>
        </li>
      } @empty {
        <li class="muted">{{ none() }}</li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 1fr auto 56px;
      align-items: center;
      gap: 4px 8px;
      padding: 5px 0;
    }
    .count {
      color: inherit;
      font-weight: 550;
      text-decoration: none;
    }
    .count[href]:hover {
      text-decoration: underline;
    }
    .share {
      text-align: right;
    }
    .bar {
      grid-column: 1 / -1;
      height: 4px;
      border-radius: 999px;
      background: var(--mat-sys-surface-container-highest);
      overflow: hidden;
    }
    .bar > span {
      display: block;
      height: 100%;
      border-radius: 999px;
      background: var(--tone);
    }
  `,
})
export class OutcomeList<F> {
  readonly heading = input.required<string>();
  /** Said where there is nothing. */
  readonly none = input.required<string>();
  readonly outcomes = input.required<Outcomes<F>>();
  readonly figures = input.required<F>();
  /** The list that counts lead to, … */
  readonly list = input.required<string>();
  /** … and its query for all that the figures are of; null where none of them is kept any more. */
  readonly behind = input.required<Params | null>();

  protected readonly rows = computed(() => {
    const counts = this.outcomes().of(this.figures());
    const most = Math.max(...counts.map(({ count }) => count));
    const all = counts.reduce((sum, { count }) => sum + count, 0);
    return [...counts]
      .sort((a, b) => b.count - a.count)
      .map(({ outcome, count }) => ({
        outcome,
        tone: lookOf(outcome).tone,
        count: formatNumber(count),
        share: formatShare(count, all),
        width: (100 * count) / most,
      }));
  });

  protected linkOf(outcome: string): Params {
    return { ...this.behind(), [this.outcomes().filter]: outcome };
  }
}
