import { A11yModule } from '@angular/cdk/a11y';
import { OverlayModule } from '@angular/cdk/overlay';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  inject,
  input,
  output,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { FieldSpec } from '@belltower/dto';
import { FilterEditor } from './filter-editor';

/** A value that a filter can have. */
export interface FilterOption {
  value: string;
  label: string;
  chosen: boolean;
}

/** The small panel in which a filter is set; it lies below the element that it stands in. */
@Component({
  selector: 'app-filter-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [A11yModule, FilterEditor, MatButtonModule, MatIconModule, OverlayModule],
  templateUrl: './filter-panel.html',
  styleUrl: './filter-panel.scss',
})
export class FilterPanel {
  readonly spec = input.required<FieldSpec>();
  readonly value = input('');
  readonly options = input.required<readonly FilterOption[]>();
  readonly open = input.required<boolean>();
  readonly chosen = output<string>();
  readonly applied = output<string>();
  readonly closed = output<void>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Its own element takes no room. */
  protected get origin(): HTMLElement {
    return this.host.nativeElement.parentElement!;
  }
}
