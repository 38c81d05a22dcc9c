import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Params, RouterLink } from '@angular/router';
import type { CallFiguresView } from '@belltower/dto';
import { formatNumber, formatShare, lookOf, StatusChip } from '@belltower/ui';

/** How calls ended: each disposition with its count, its share and a bar; a count leads to its calls. */
@Component({
  selector: 'app-disposition-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink, StatusChip],
  template: `
    <h2 class="panel-title">How calls ended</h2>
    <ul>
      @for (row of rows(); track row.disposition) {
        <li [class]="'tone-' + row.tone">
          <app-status-chip [status]="row.disposition" />
          <a
            class="numeric count"
            [routerLink]="behind() ? '/calls' : null"
            [queryParams]="linkOf(row.disposition)"
            >{{ row.count }}</a
          >
          <span class="numeric muted share">{{ row.share }}</span>
          <span class="bar" aria-hidden="true"><span [style.width.%]="row.width"></span></span>
        </li>
      } @empty {
        <li class="muted">No calls in this period</li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
      padding: 16px;
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
export class DispositionList {
  readonly figures = input.required<CallFiguresView>();
  /** Query of the list of calls that the figures are of; null where none of them is kept any more. */
  readonly behind = input.required<Params | null>();

  protected readonly rows = computed(() => {
    const { calls, dispositions } = this.figures();
    const most = Math.max(...dispositions.map((one) => one.calls));
    return [...dispositions]
      .sort((a, b) => b.calls - a.calls)
      .map(({ disposition, calls: count }) => ({
        disposition,
        tone: lookOf(disposition).tone,
        count: formatNumber(count),
        share: formatShare(count, calls),
        width: (100 * count) / most,
      }));
  });

  protected linkOf(disposition: string): Params {
    return { ...this.behind(), disposition };
  }
}
