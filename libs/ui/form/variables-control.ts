import { ChangeDetectionStrategy, Component, linkedSignal, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import removeIcon from '@material-symbols/svg-400/rounded/delete.svg';
import { useIcons } from '../icon/use-icons';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

type Variables = Record<string, string>;
interface Pair {
  key: string;
  text: string;
}

/** Free names and values: rows to type in, or the same as JSON. */
@Component({
  selector: 'app-variables-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatButtonModule, MatFormFieldModule, MatIconModule, MatInputModule],
  template: `
    <fieldset [disabled]="disabled()">
      <legend>{{ label() }}</legend>
      @if (json()) {
        <mat-form-field>
          <mat-label>{{ label() }} as JSON</mat-label>
          <textarea
            matInput
            rows="6"
            class="json"
            spellcheck="false"
            [value]="text()"
            (input)="readJson($any($event.target).value)"
            (blur)="touch.emit()"
          ></textarea>
        </mat-form-field>
        @if (problem()) {
          <p class="error" role="alert">{{ problem() }}</p>
        }
      } @else {
        @for (pair of pairs(); track $index) {
          <div class="pair">
            <mat-form-field class="close">
              <mat-label>Name</mat-label>
              <input
                matInput
                [value]="pair.key"
                (input)="change($index, { key: $any($event.target).value })"
                (blur)="touch.emit()"
              />
            </mat-form-field>
            <mat-form-field class="close">
              <mat-label>Value</mat-label>
              <input
                matInput
                [value]="pair.text"
                (input)="change($index, { text: $any($event.target).value })"
                (blur)="touch.emit()"
              />
            </mat-form-field>
            <button
              matIconButton
              type="button"
              [attr.aria-label]="'Remove ' + (pair.key || 'variable')"
              (click)="remove($index)"
            >
              <mat-icon svgIcon="delete" />
            </button>
          </div>
        }
      }
      @if (wrong()) {
        <p class="error" role="alert">{{ message() }}</p>
      } @else if (hint()) {
        <p class="hint">{{ hint() }}</p>
      }
      <div class="steps">
        @if (!json()) {
          <button matButton type="button" (click)="add()">
            <mat-icon svgIcon="add" /> Add a variable
          </button>
        }
        <button matButton type="button" [attr.aria-pressed]="json()" (click)="json.set(!json())">
          {{ json() ? 'Show as rows' : 'Show as JSON' }}
        </button>
      </div>
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0 0 12px;
      padding: 0;
      border: 0;
      min-width: 0;
    }
    legend {
      padding: 0;
      margin-bottom: 6px;
      font-size: 12px;
      color: var(--mat-sys-on-surface-variant);
    }
    .pair {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto;
      gap: 8px;
      align-items: center;
      margin-bottom: 8px;
    }
    mat-form-field {
      width: 100%;
    }
    .close {
      --field-below: 0;
    }
    .json {
      font-family: ui-monospace, monospace;
    }
    .hint,
    .error {
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
    .error {
      color: var(--mat-sys-error);
    }
  `,
})
export class VariablesControl extends Control<Variables> implements FormValueControl<Variables> {
  protected readonly json = signal(false);
  protected readonly problem = signal('');

  /** The rows as typed: two rows may have the same name for a moment, which the value cannot. */
  protected readonly pairs = linkedSignal<Variables, Pair[]>({
    source: this.value,
    computation: (value, previous) =>
      previous && same(variablesOf(previous.value), value)
        ? previous.value
        : Object.entries(value).map(([key, text]) => ({ key, text })),
  });
  protected readonly text = linkedSignal<Variables, string>({
    source: this.value,
    computation: (value, previous) =>
      previous && same(parse(previous.value), value)
        ? previous.value
        : JSON.stringify(value, null, 2),
  });

  constructor() {
    super();
    useIcons({ add: addIcon, delete: removeIcon });
  }

  protected add(): void {
    this.pairs.update((pairs) => [...pairs, { key: '', text: '' }]);
  }

  protected change(index: number, part: Partial<Pair>): void {
    this.write(this.pairs().map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  }

  protected remove(index: number): void {
    this.write(this.pairs().filter((_, at) => at !== index));
  }

  protected readJson(text: string): void {
    this.text.set(text);
    const value = parse(text);
    this.problem.set(value ? '' : 'This is not a JSON object with texts as values.');
    if (value) this.value.set(value);
  }

  private write(pairs: Pair[]): void {
    this.pairs.set(pairs);
    this.value.set(variablesOf(pairs));
  }
}

function variablesOf(pairs: readonly Pair[]): Variables {
  return Object.fromEntries(
    pairs.filter(({ key }) => key.trim()).map(({ key, text }) => [key.trim(), text]),
  );
}

/** A JSON object of texts; null for anything else. Numbers and booleans count as their text. */
function parse(text: string): Variables | null {
  try {
    const value = JSON.parse(text || '{}') as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries = Object.entries(value);
    if (entries.some(([, held]) => typeof held === 'object')) return null;
    return Object.fromEntries(entries.map(([key, held]) => [key, String(held)]));
  } catch {
    // Half-typed JSON; the person is told below the field.
    return null;
  }
}

function same(a: Variables | null, b: Variables): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
