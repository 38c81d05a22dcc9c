import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { formatNumber, formatShare, type Tone } from '@belltower/ui';

/** A part of a whole. */
export interface ShareRow {
  name: string;
  count: number;
  /** Colour of its bar; none for a row that says more of the one above. */
  tone?: Tone;
  /** Query of the list of what is counted; none where no list has just those. */
  behind?: Params;
  /** Said behind the number. */
  note?: string;
  /** Whether it is a part of the row above, and so not of the total. */
  below?: boolean;
}

/** Parts of a whole with their shares and a bar for each, and the whole as the last line where a list has just that. */
@Component({
  selector: 'app-share-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <h2>{{ label() }}</h2>
    <div class="scroller" tabindex="0" role="region" [attr.aria-label]="label()">
      <table>
        <thead>
          <tr>
            <th scope="col">{{ head() }}</th>
            <th scope="col">{{ unit() }}</th>
            <th scope="col">Share</th>
            <th class="picture" aria-hidden="true"></th>
          </tr>
        </thead>
        <tbody>
          @for (row of lines(); track $index) {
            <tr [class.below]="row.below">
              <th scope="row">
                {{ row.name }}
                @if (row.note) {
                  <span class="muted">{{ row.note }}</span>
                }
              </th>
              <td>
                @if (row.behind && row.count) {
                  <a [routerLink]="list()" [queryParams]="row.behind">{{ row.text }}</a>
                } @else {
                  {{ row.text }}
                }
              </td>
              <td>{{ row.share }}</td>
              <td class="picture" aria-hidden="true">
                @if (row.tone) {
                  <span [class]="'bar tone-' + row.tone">
                    <span class="part" [style.width.%]="row.width"></span>
                  </span>
                }
              </td>
            </tr>
          }
        </tbody>
        @if (summed()) {
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td>
                @if (behind() && total()) {
                  <a [routerLink]="list()" [queryParams]="behind()">{{ formatNumber(total()) }}</a>
                } @else {
                  {{ formatNumber(total()) }}
                }
              </td>
              <td>{{ total() ? '100.0%' : '—' }}</td>
              <td class="picture" aria-hidden="true"></td>
            </tr>
          </tfoot>
        }
      </table>
    </div>
  `,
  styleUrl: './report-table.scss',
})
export class ShareTable {
  readonly label = input.required<string>();
  /** What the rows are. */
  readonly head = input.required<string>();
  /** What is counted. */
  readonly unit = input.required<string>();
  readonly rows = input.required<readonly ShareRow[]>();
  readonly total = input.required<number>();
  /** Address of the list of what is counted. */
  readonly list = input.required<string>();
  /** Whether its last line is the total. */
  readonly summed = input(true);
  /** Its query for the total. */
  readonly behind = input<Params>();

  protected readonly lines = computed(() => {
    const most = Math.max(1, ...this.rows().map(({ count }) => count));
    return this.rows().map((row) => ({
      ...row,
      text: formatNumber(row.count),
      share: row.below ? '' : formatShare(row.count, this.total()),
      width: (100 * row.count) / most,
    }));
  });

  protected readonly formatNumber = formatNumber;
}
