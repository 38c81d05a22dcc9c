import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { FieldSpec } from '@belltower/dto';
import downIcon from '@material-symbols/svg-400/rounded/keyboard_arrow_down.svg';
import searchIcon from '@material-symbols/svg-400/rounded/search.svg';
import { useIcons } from '../icon/use-icons';
import { FilterChip } from './filter-chip';

/** How long to wait after a key before the list is asked again. */
const PAUSE_MS = 300;
/** A list with more filters than these … */
const MOST_FILTERS = 5;
/** … folds all but so many: a query DTO names first what is asked for most. */
const ALWAYS_SHOWN = 4;

/**
 * The filters of a list: a box for each text, a chip for each of the others, and a clear-all. Where there are many, the
 * rest waits behind a button, those that are set excepted.
 */
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
    <div class="chips" [class.unfolded]="unfolded()">
      @for (spec of chips(); track spec.name) {
        <app-filter-chip
          [class.set]="!!values()[spec.name]"
          [spec]="spec"
          [value]="values()[spec.name] ?? ''"
          (changed)="set(spec, $event)"
        />
      }
      @if (folded().length) {
        <button
          #more
          type="button"
          class="more"
          [attr.aria-expanded]="unfolded()"
          (click)="unfolded.set(!unfolded())"
        >
          {{ unfolded() ? 'Fewer filters' : 'More filters' }}
          @if (foldedSet(); as count) {
            <span class="count numeric"
              >{{ count }}<span class="cdk-visually-hidden"> set</span></span
            >
          }
          <mat-icon svgIcon="keyboard_arrow_down" [class.up]="unfolded()" aria-hidden="true" />
        </button>
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
    .more {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      height: 34px;
      padding: 0 8px 0 12px;
      border: 1px dashed light-dark(#8a9494, #7d8888);
      border-radius: 8px;
      background: none;
      color: inherit;
      font: inherit;
      white-space: nowrap;
      cursor: pointer;
    }
    .more:hover {
      background: color-mix(in oklab, var(--mat-sys-on-surface) 6%, transparent);
    }
    .more mat-icon {
      width: 18px;
      height: 18px;
    }
    .up {
      rotate: 180deg;
    }
    .count {
      min-width: 20px;
      padding: 0 5px;
      border-radius: 10px;
      background: var(--mat-sys-primary);
      color: var(--mat-sys-on-primary);
      font-size: 12px;
      line-height: 20px;
      text-align: center;
    }
    .chips {
      display: contents;
    }
    // On a phone the chips share one line, which scrolls: the list is what one came for.
    @media (max-width: 599px) {
      .box {
        flex: 1 1 200px;
      }
      .chips {
        display: flex;
        flex: 1 1 0;
        align-items: center;
        gap: 8px;
        min-width: 0;
        margin: -3px;
        padding: 3px;
        overflow-x: auto;
        scrollbar-width: none;
      }
      .box ~ .chips {
        flex-basis: 100%;
        // Below the list's buttons, which stand beside the box.
        order: 1;
      }
      .chips > * {
        flex: none;
      }
      // Of a line that scrolls, the button and what is set are on screen.
      .more {
        order: -2;
      }
      .set {
        order: -1;
      }
      .unfolded {
        flex-wrap: wrap;
      }
    }
  `,
})
export class FilterBar {
  readonly specs = input.required<readonly FieldSpec[]>();
  readonly values = input.required<Readonly<Record<string, string>>>();
  readonly changed = output<Record<string, string>>();
  readonly cleared = output();

  protected readonly unfolded = signal(false);
  protected readonly folded = computed(() =>
    this.specs().length > MOST_FILTERS ? this.specs().slice(ALWAYS_SHOWN) : [],
  );
  protected readonly foldedSet = computed(
    () => this.folded().filter(({ name }) => this.values()[name]).length,
  );
  protected readonly texts = computed(() =>
    this.specs().filter(
      (spec) => spec.kind === 'text' && !spec.many && !this.folded().includes(spec),
    ),
  );
  protected readonly chips = computed(() =>
    this.specs().filter(
      (spec) =>
        !this.texts().includes(spec) &&
        (this.unfolded() || !this.folded().includes(spec) || !!this.values()[spec.name]),
    ),
  );
  protected readonly anySet = computed(() => Object.keys(this.values()).length > 0);

  private readonly more = viewChild<ElementRef<HTMLElement>>('more');
  private timer?: ReturnType<typeof setTimeout>;
  private pending: Record<string, string> = {};

  constructor() {
    useIcons({ keyboard_arrow_down: downIcon, search: searchIcon });
  }

  protected set(spec: FieldSpec, text: string): void {
    this.changed.emit({ [spec.name]: text });
    // Its chip goes, and would take the focus with it.
    if (!text && !this.unfolded() && this.folded().includes(spec))
      this.more()?.nativeElement.focus();
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
