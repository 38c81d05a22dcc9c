import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { FieldSpec, ImportPreviewView, VARIABLE_TARGET } from '@belltower/dto';

/** The first rows as they would be imported, and some that would not, each problem in its cell. */
@Component({
  selector: 'app-import-preview',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="scroll" tabindex="0" role="region" aria-label="First rows">
      <table>
        <thead>
          <tr>
            <th class="number">Line</th>
            @for (column of columns(); track column.index) {
              <th [class.unused]="!column.label">
                {{ column.name }}
                <small class="muted">{{ column.label || 'Left out' }}</small>
              </th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.line) {
            <tr [class.bad]="row.bad">
              <td class="number numeric">{{ row.line }}</td>
              @if (row.whole) {
                <td class="wrong" [attr.colspan]="columns().length">
                  {{ row.cells[0] }}<small>{{ row.whole }}</small>
                </td>
              } @else {
                @for (column of columns(); track column.index) {
                  <td
                    [class.wrong]="row.problems.get(column.index)"
                    [class.unused]="!column.label"
                    [title]="row.cells[column.index] ?? ''"
                  >
                    <span>{{ row.cells[column.index] || '—' }}</span>
                    @if (row.problems.get(column.index); as problem) {
                      <small>{{ problem }}</small>
                    }
                  </td>
                }
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styleUrl: './import-preview.scss',
})
export class ImportPreview {
  readonly preview = input.required<ImportPreviewView>();
  /** What a column can become. */
  readonly fields = input.required<readonly FieldSpec[]>();

  private readonly labels = computed(
    () => new Map(this.fields().map(({ name, label }) => [name, label])),
  );

  protected readonly columns = computed(() =>
    this.preview().columns.map(({ name, target }, index) => ({
      index,
      name,
      label: target.startsWith(VARIABLE_TARGET) ? 'Variable' : (this.labels().get(target) ?? ''),
    })),
  );
  protected readonly rows = computed(() =>
    this.preview().rows.map(({ line, cells, problems }) => ({
      line,
      cells,
      bad: problems.length > 0,
      whole: problems.find(({ column }) => column === null)?.message,
      problems: new Map(problems.map(({ column, message }) => [column, message])),
    })),
  );
}
