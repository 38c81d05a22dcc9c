import { TextFieldModule } from '@angular/cdk/text-field';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  input,
  viewChild,
} from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import type { PlaceholderView } from '@belltower/dto';
import { Control, FORM_FIELD_DEFAULTS } from '@belltower/ui';

/** Text that is spoken or sent, with chips that put placeholders into it where the cursor is. */
@Component({
  selector: 'app-placeholder-text',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatInputModule, TextFieldModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}{{ required() ? ' (required)' : '' }}</mat-label>
      <textarea
        #box
        matInput
        dir="auto"
        cdkTextareaAutosize
        [cdkAutosizeMinRows]="rows()"
        cdkAutosizeMaxRows="12"
        [value]="value()"
        [disabled]="disabled()"
        [errorStateMatcher]="matcher"
        (input)="value.set(box.value)"
        (blur)="touch.emit()"
      ></textarea>
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    @if (!disabled() && placeholders().length) {
      <div class="chips" role="group" [attr.aria-label]="'Put into ' + label()">
        @for (one of placeholders(); track one.name) {
          <button
            type="button"
            [class.variable]="one.variable"
            [title]="'{' + one.name + '}'"
            (mousedown)="$event.preventDefault()"
            (click)="insert(one.name)"
          >
            {{ one.label }}
          </button>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    mat-form-field {
      width: 100%;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      margin: 4px 0 14px;
    }
    .chips button {
      min-height: 26px;
      padding: 2px 10px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 999px;
      background: transparent;
      color: var(--mat-sys-on-surface-variant);
      font: inherit;
      font-size: 12px;
      line-height: 16px;
      cursor: pointer;
    }
    .chips button:hover {
      border-color: var(--mat-sys-primary);
      color: var(--mat-sys-on-surface);
    }
    .chips .variable {
      border-style: dashed;
    }
  `,
})
export class PlaceholderText extends Control<string> implements FormValueControl<string> {
  readonly rows = input(2);
  /** What may be put in; none: no chips are shown. */
  readonly placeholders = input<readonly PlaceholderView[]>([]);

  private readonly area = viewChild.required<ElementRef<HTMLTextAreaElement>>('box');
  private readonly element = computed(() => this.area().nativeElement);

  /** Puts a placeholder in where the cursor is, in place of what is marked, and the cursor behind it. */
  protected insert(name: string): void {
    const box = this.element();
    const { selectionStart, selectionEnd, value } = box;
    const before = value.slice(0, selectionStart);
    const text = `${before && !/\s$/.test(before) ? ' ' : ''}{${name}}`;
    this.value.set(before + text + value.slice(selectionEnd));
    box.value = this.value();
    box.focus();
    const at = before.length + text.length;
    box.setSelectionRange(at, at);
  }
}
