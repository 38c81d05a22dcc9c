import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { type CallFiguresView, Disposition } from '@belltower/dto';
import { formatDuration, formatNumber, formatShare } from '@belltower/ui';

/** A row of a report: what it is called, its figures, and the query of the list of the calls that they are of. */
export interface FiguresRow {
  name: string;
  figures: CallFiguresView;
  /** None where no list has just those calls. */
  behind?: Params;
}

/** Calls row by row with a bar for each and their total: the chart and its table are one, on paper too. */
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
            <th scope="col">Calls</th>
            <th scope="col">Answered</th>
            <th scope="col"><abbr title="Answer-seizure ratio">ASR</abbr></th>
            @if (full()) {
              <th scope="col"><abbr title="Network effectiveness ratio">NER</abbr></th>
              <th scope="col"><abbr title="Average call duration">ACD</abbr></th>
              <th scope="col">Talk time</th>
            }
            <th class="picture" aria-hidden="true">
              <span class="key"><i class="answered"></i>Answered</span>
              <span class="key"><i class="others"></i>Other</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (row of lines(); track $index) {
            <tr>
              <th scope="row">{{ row.name }}</th>
              <td>
                @if (row.figures.calls) {
                  <a [routerLink]="row.list" [queryParams]="row.behind">{{
                    formatNumber(row.figures.calls)
                  }}</a>
                } @else {
                  <span class="muted">0</span>
                }
              </td>
              <td>
                @if (row.figures.answered) {
                  <a [routerLink]="row.list" [queryParams]="row.answered">{{
                    formatNumber(row.figures.answered)
                  }}</a>
                } @else {
                  <span class="muted">0</span>
                }
              </td>
              <td>{{ share(row.figures.asr) }}</td>
              @if (full()) {
                <td>{{ share(row.figures.ner) }}</td>
                <td>{{ formatDuration(row.figures.acdSeconds) }}</td>
                <td>{{ formatDuration(row.figures.talkSeconds) }}</td>
              }
              <td class="picture" aria-hidden="true">
                <span class="bar">
                  <span class="answered" [style.width.%]="row.answeredWidth"></span>
                  <span class="others" [style.width.%]="row.othersWidth"></span>
                </span>
              </td>
            </tr>
          }
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td>{{ formatNumber(total().calls) }}</td>
            <td>{{ formatNumber(total().answered) }}</td>
            <td>{{ share(total().asr) }}</td>
            @if (full()) {
              <td>{{ share(total().ner) }}</td>
              <td>{{ formatDuration(total().acdSeconds) }}</td>
              <td>{{ formatDuration(total().talkSeconds) }}</td>
            }
            <td class="picture" aria-hidden="true"></td>
          </tr>
        </tfoot>
      </table>
    </div>
  `,
  styleUrl: './report-table.scss',
})
export class FiguresTable {
  readonly label = input.required<string>();
  /** What the rows are. */
  readonly head = input.required<string>();
  readonly rows = input.required<readonly FiguresRow[]>();
  readonly total = input.required<CallFiguresView>();
  /** With NER, ACD and talk time, where there is the width for it. */
  readonly full = input(false);

  protected readonly lines = computed(() => {
    const most = Math.max(1, ...this.rows().map(({ figures }) => figures.calls));
    return this.rows().map((row) => ({
      ...row,
      // A link to nowhere is plain text.
      list: row.behind ? '/calls' : null,
      answered: { ...row.behind, disposition: Disposition.Answered },
      answeredWidth: (100 * row.figures.answered) / most,
      othersWidth: (100 * (row.figures.calls - row.figures.answered)) / most,
    }));
  });

  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;

  protected share(ratio: number | null): string {
    return ratio === null ? '—' : formatShare(ratio, 1);
  }
}
