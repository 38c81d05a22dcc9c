import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { FieldSpec, ImportColumnView, VARIABLE_TARGET } from '@belltower/dto';
import { FORM_FIELD_DEFAULTS } from '@belltower/ui';

const LONGEST_VARIABLE = 64;

/** What each column of a file becomes, with three of its values. */
@Component({
  selector: 'app-import-columns',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatSelectModule],
  template: `
    <ul>
      @for (column of columns(); track $index) {
        <li [class.unused]="!column.target">
          <div class="column">
            <strong>{{ column.name }}</strong>
            <span class="samples muted">
              @for (sample of column.samples; track $index) {
                <span class="sample" [title]="sample">{{ sample }}</span>
              } @empty {
                <span>No values in the first rows</span>
              }
            </span>
          </div>
          <mat-form-field subscriptSizing="dynamic">
            <mat-label>Becomes</mat-label>
            <mat-select
              [value]="column.target"
              [aria-label]="column.name + ' becomes'"
              (valueChange)="choose($index, $event)"
            >
              <mat-option value="">Left out</mat-option>
              @if (variables()) {
                <mat-option [value]="variable(column)">Variable “{{ nameOf(column) }}”</mat-option>
              }
              @for (field of fields(); track field.name) {
                <mat-option [value]="field.name">{{ field.label }}</mat-option>
              }
            </mat-select>
          </mat-form-field>
        </li>
      }
    </ul>
  `,
  styleUrl: './import-columns.scss',
})
export class ImportColumns {
  readonly columns = input.required<readonly ImportColumnView[]>();
  /** What a column can become. */
  readonly fields = input.required<readonly FieldSpec[]>();
  readonly variables = input(true);
  readonly changed = output<string[]>();

  /** The variable that the column is, or would be. */
  protected variable({ name, target }: ImportColumnView): string {
    return target.startsWith(VARIABLE_TARGET)
      ? target
      : VARIABLE_TARGET + name.slice(0, LONGEST_VARIABLE);
  }

  protected nameOf(column: ImportColumnView): string {
    return this.variable(column).slice(VARIABLE_TARGET.length);
  }

  /** A field is filled by one column: the one that had it is left out. */
  protected choose(index: number, target: string): void {
    this.changed.emit(
      this.columns().map((column, place) => {
        if (place === index) return target;
        return target && column.target === target ? '' : column.target;
      }),
    );
  }
}
