import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatNumber, formatShare } from '../format/format';
import { lookOf } from './looks';

/** One part of a whole, by the status or disposition whose colour it has. */
export interface ProgressPart {
  status: string;
  count: number;
  /** Word instead of the status' own. */
  label?: string;
}

/** A bar whose parts have the colours of their dispositions; what is left stays empty. */
@Component({
  selector: 'app-progress-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="bar" role="img" [attr.aria-label]="summary()">
      @for (part of shown(); track part.status) {
        <span
          [class]="'tone-' + part.tone"
          [style.flex-grow]="part.count"
          [title]="part.text"
        ></span>
      }
      @if (left() > 0) {
        <span class="left" [style.flex-grow]="left()"></span>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 64px;
    }
    .bar {
      display: flex;
      gap: 1px;
      height: 8px;
      border-radius: 999px;
      overflow: hidden;
    }
    span {
      flex: 0 0 0;
      background: var(--tone);
    }
    .left {
      background: var(--mat-sys-surface-container-highest);
    }
  `,
})
export class ProgressBar {
  readonly parts = input.required<readonly ProgressPart[]>();
  /** The whole; by default the sum of the parts. */
  readonly total = input<number>();

  private readonly sum = computed(() => this.parts().reduce((sum, { count }) => sum + count, 0));
  private readonly whole = computed(() => Math.max(this.total() ?? 0, this.sum()));

  protected readonly left = computed(() => (this.whole() ? this.whole() - this.sum() : 1));
  protected readonly shown = computed(() =>
    this.parts()
      .filter(({ count }) => count > 0)
      .map((part) => {
        const { word, tone } = lookOf(part.status);
        const share = formatShare(part.count, this.whole());
        return {
          ...part,
          tone,
          text: `${part.label ?? word}: ${formatNumber(part.count)} (${share})`,
        };
      }),
  );
  protected readonly summary = computed(
    () =>
      this.shown()
        .map(({ text }) => text)
        .join(', ') || 'Nothing done yet',
  );
}
