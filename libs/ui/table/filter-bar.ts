import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { FieldSpec } from '@belltower/dto';
import searchIcon from '@material-symbols/svg-400/rounded/search.svg';
import { useIcons } from '../icon/use-icons';
import { FilterChip } from './filter-chip';

/** How long to wait after a key before the list is asked again. */
const PAUSE_MS = 300;

/** The filters of a list: a box for each text, a chip for each of the others, and a clear-all. */
@Component({
  selector: 'app-filter-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FilterChip, MatButtonModule, MatIconModule],
  template: `
    @for (spec of texts(); track spec.name) {
      <label class="box">
        <mat-icon svgIcon="search" aria-hidden="true" />
        <input
          type="search"
          autocomplete="off"
          [attr.aria-label]="spec.label"
          [placeholder]="spec.label"
          [value]="values()[spec.name] ?? ''"
          (input)="type(spec.name, $any($event.target).value)"
          (search)="type(spec.name, $any($event.target).value)"
        />
      </label>
    }
    <div class="chips">
      @for (spec of chips(); track spec.name) {
        <app-filter-chip
          [spec]="spec"
          [value]="values()[spec.name] ?? ''"
          (changed)="set(spec.name, $event)"
        />
      }
      @if (anySet()) {
        <button matButton type="button" (click)="cleared.emit()">Clear all</button>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }
    .box {
      position: relative;
      display: flex;
      flex: 0 1 220px;
      align-items: center;
    }
    .box mat-icon {
      position: absolute;
      left: 10px;
      width: 18px;
      height: 18px;
      color: var(--mat-sys-on-surface-variant);
      pointer-events: none;
    }
    input {
      width: 100%;
      height: 34px;
      padding: 0 8px 0 34px;
      border: 1px solid light-dark(#c3caca, #475050);
      border-radius: 8px;
      background: var(--mat-sys-surface-container-lowest);
      color: inherit;
      font: inherit;
    }
    input::placeholder {
      color: var(--mat-sys-on-surface-variant);
      opacity: 1;
    }
    input:focus-visible {
      outline-offset: -1px;
      border-radius: 8px;
    }
    .chips {
      display: contents;
    }
    // On a phone the chips share one line, which scrolls: the list is what one came for.
    @media (max-width: 599px) {
      .box {
        flex: 1 1 100%;
      }
      .chips {
        display: flex;
        flex: 1 1 100%;
        align-items: center;
        gap: 8px;
        min-width: 0;
        margin: -3px;
        padding: 3px;
        overflow-x: auto;
        scrollbar-width: none;
      }
      .chips > * {
        flex: none;
      }
    }
  `,
})
export class FilterBar {
  readonly specs = input.required<readonly FieldSpec[]>();
  readonly values = input.required<Readonly<Record<string, string>>>();
  readonly changed = output<Record<string, string>>();
  readonly cleared = output();

  protected readonly texts = computed(() =>
    this.specs().filter(({ kind, many }) => kind === 'text' && !many),
  );
  protected readonly chips = computed(() =>
    this.specs().filter((spec) => !this.texts().includes(spec)),
  );
  protected readonly anySet = computed(() => Object.keys(this.values()).length > 0);

  private timer?: ReturnType<typeof setTimeout>;
  private pending: Record<string, string> = {};

  constructor() {
    useIcons({ search: searchIcon });
  }

  protected set(name: string, text: string): void {
    this.changed.emit({ [name]: text });
  }

  /** The list follows when the typing pauses; two boxes typed in within the pause both count. */
  protected type(name: string, text: string): void {
    clearTimeout(this.timer);
    this.pending[name] = text.trim();
    this.timer = setTimeout(() => {
      this.changed.emit(this.pending);
      this.pending = {};
    }, PAUSE_MS);
  }
}
