import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { formatNumber } from '@belltower/ui';
import type { FiguresKind } from './figures-kind';

/** A row of a report: what it is called, its figures, and the query of the list of the attempts that they are of. */
export interface FiguresRow<F> {
  name: string;
  figures: F;
  /** None where no list has just those. */
  behind?: Params;
}

/** Calls or messages row by row with a bar for each and their total: the chart and its table are one, on paper too. */
@Component({
  selector: 'app-figures-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <h2>{{ label() }}</h2>
    <div class="scroller" tabindex="0" role="region" [attr.aria-label]="label()">
      <table>
        <thead>
          <tr>
            <th scope="col">{{ head() }}</th>
            <th scope="col">{{ kind().count.head }}</th>
            <th scope="col">{{ kind().good.head }}</th>
            @for (column of columns(); track column.head) {
              <th scope="col">
                @if (column.title) {
                  <abbr [title]="column.title">{{ column.head }}</abbr>
                } @else {
                  {{ column.head }}
                }
              </th>
            }
            <th class="picture" aria-hidden="true">
              <span class="key"><i class="answered"></i>{{ kind().good.head }}</span>
              <span class="key"><i class="others"></i>Other</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (row of lines(); track $index) {
            <tr>
              <th scope="row">{{ row.name }}</th>
              <td>
                @if (row.count) {
                  <a [routerLink]="row.list" [queryParams]="row.behind">{{
                    formatNumber(row.count)
                  }}</a>
                } @else {
                  <span class="muted">0</span>
                }
              </td>
              <td>
                @if (row.good) {
                  <a [routerLink]="row.list" [queryParams]="row.behindGood">{{
                    formatNumber(row.good)
                  }}</a>
                } @else {
                  <span class="muted">0</span>
                }
              </td>
              @for (column of columns(); track column.head) {
                <td>{{ column.words(row.figures) }}</td>
              }
              <td class="picture" aria-hidden="true">
                <span class="bar">
                  <span class="answered" [style.width.%]="row.goodWidth"></span>
                  <span class="others" [style.width.%]="row.othersWidth"></span>
                </span>
              </td>
            </tr>
          }
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            @for (sum of sums(); track $index) {
              <td>
                @if (sum.behind && sum.count) {
                  <a [routerLink]="kind().list" [queryParams]="sum.behind">{{
                    formatNumber(sum.count)
                  }}</a>
                } @else {
                  {{ formatNumber(sum.count) }}
                }
              </td>
            }
            @for (column of columns(); track column.head) {
              <td>{{ column.words(total()) }}</td>
            }
            <td class="picture" aria-hidden="true"></td>
          </tr>
        </tfoot>
      </table>
    </div>
  `,
  styleUrl: './report-table.scss',
})
export class FiguresTable<F> {
  readonly label = input.required<string>();
  /** What the rows are. */
  readonly head = input.required<string>();
  readonly kind = input.required<FiguresKind<F>>();
  readonly rows = input.required<readonly FiguresRow<F>[]>();
  readonly total = input.required<F>();
  /** Query of the list for the total; none where no list has just that. */
  readonly behind = input<Params>();
  /** With all that is told, where there is the width for it. */
  readonly full = input(false);

  protected readonly columns = computed(() => {
    const { columns, more } = this.kind();
    return this.full() ? [...columns, ...more] : columns;
  });
  protected readonly lines = computed(() => {
    const { list, count, good } = this.kind();
    const most = Math.max(1, ...this.rows().map(({ figures }) => count.of(figures)));
    return this.rows().map((row) => {
      const [all, well] = [count.of(row.figures), good.of(row.figures)];
      return {
        ...row,
        count: all,
        good: well,
        // A link to nowhere is plain text.
        list: row.behind ? list : null,
        behindGood: { ...row.behind, ...good.filter },
        goodWidth: (100 * well) / most,
        othersWidth: (100 * (all - well)) / most,
      };
    });
  });

  protected readonly sums = computed(() => {
    const { count, good } = this.kind();
    const all = this.behind();
    return [
      { count: count.of(this.total()), behind: all },
      { count: good.of(this.total()), behind: all && { ...all, ...good.filter } },
    ];
  });

  protected readonly formatNumber = formatNumber;
}
