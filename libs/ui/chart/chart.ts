import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { EChartsType } from 'echarts/core';
import { formatNumber } from '../format/format';
import { Theme } from '../theme/theme';
import { ChartColours, ChartKind, ChartPick, ChartSeries, toneOf } from './chart-data';
import { type ChartInput, optionOf } from './chart-option';

/**
 * Bars, lines or a heat map of the same numbers that "show as table" lists. The drawing library is
 * loaded with the first chart.
 */
@Component({
  selector: 'app-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  templateUrl: './chart.html',
  styleUrl: './chart.scss',
})
export class Chart {
  /** What it shows, as its heading and for screen readers. */
  readonly label = input.required<string>();
  readonly kind = input<ChartKind>('bars');
  /** Words below the axis, or the heads of a heat map's columns. */
  readonly categories = input.required<readonly string[]>();
  readonly series = input.required<readonly ChartSeries[]>();
  readonly format = input<(value: number) => string>(formatNumber);
  /** Whether a click on a number leads somewhere (`picked`). */
  readonly pickable = input(false);
  readonly picked = output<ChartPick>();

  private readonly theme = inject(Theme);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly canvas = viewChild<ElementRef<HTMLElement>>('canvas');
  private chart: EChartsType | null = null;
  private drawn: ChartInput | null = null;
  // In the next frame: a canvas that is resized while sizes are observed is observed again at once.
  private readonly resized = new ResizeObserver(() =>
    requestAnimationFrame(() => this.chart?.resize()),
  );

  protected readonly asTable = signal(false);
  protected readonly isEmpty = computed(() =>
    this.series().every(({ values }) => values.every((value) => !value)),
  );
  protected readonly legend = computed(() =>
    this.kind() === 'heat' || this.series().length < 2
      ? []
      : this.series().map((one, index) => ({ name: one.name, tone: toneOf(one, index) })),
  );
  protected readonly summary = computed(() => {
    const totals = this.series().map(({ name, values }) => {
      const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
      return `${name}: ${this.format()(sum)}`;
    });
    return this.kind() === 'bars' ? `${this.label()}. ${totals.join(', ')}` : this.label();
  });

  constructor() {
    afterRenderEffect(() => {
      const canvas = this.canvas()?.nativeElement;
      // Read here, so that a change of theme or numbers draws again.
      const input = {
        kind: this.kind(),
        categories: this.categories(),
        series: this.series(),
        format: this.format(),
        dark: this.theme.dark(),
      };
      if (canvas) void this.draw(canvas, input);
      else this.drop();
    });
    // Theme, which is told first, has put on the colours of paper, or those of the screen again.
    const recolour = () => this.recolour();
    addEventListener('beforeprint', recolour);
    addEventListener('afterprint', recolour);
    inject(DestroyRef).onDestroy(() => {
      removeEventListener('beforeprint', recolour);
      removeEventListener('afterprint', recolour);
      this.drop();
      this.resized.disconnect();
    });
  }

  protected shown(value: number | null | undefined): string {
    return value === null || value === undefined ? '—' : this.format()(value);
  }

  private async draw(canvas: HTMLElement, input: ChartInput): Promise<void> {
    const { init } = await import('./echarts');
    // Meanwhile the person may have left, or switched to the table.
    if (!canvas.isConnected) return;
    if (this.chart?.getDom() !== canvas) {
      this.drop();
      this.chart = init(canvas);
      this.chart.on('click', ({ dataIndex, seriesIndex, value }) =>
        this.pick(dataIndex, seriesIndex ?? 0, value),
      );
      this.resized.observe(canvas);
    }
    this.drawn = input;
    this.recolour();
  }

  private recolour(): void {
    if (!this.chart || !this.drawn) return;
    this.chart.setOption(optionOf(this.drawn, this.colours()), { notMerge: true });
  }

  private pick(dataIndex: number, series: number, value: unknown): void {
    if (!this.pickable()) return;
    const [x, y] = this.kind() === 'heat' ? (value as [number, number]) : [dataIndex, series];
    this.picked.emit({ category: x, series: y });
  }

  private drop(): void {
    this.resized.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }

  /** The theme's variables hold `light-dark()`, which only an element's computed colour resolves. */
  private colours(): ChartColours {
    const probe = this.host.appendChild(document.createElement('i'));
    // A transition would answer with the colour before.
    probe.style.transition = 'none';
    const resolve = (colour: string) => {
      probe.style.color = colour;
      return getComputedStyle(probe).color;
    };
    const tone = (name: string) => resolve(`var(--tone-${name})`);
    const known = new Map(this.series().map((one, index) => [toneOf(one, index), '']));
    for (const name of known.keys()) known.set(name, tone(name));
    const colours = {
      text: resolve('var(--mat-sys-on-surface)'),
      faint: resolve('var(--mat-sys-on-surface-variant)'),
      grid: resolve('var(--mat-sys-outline-variant)'),
      surface: resolve('var(--mat-sys-surface-container-low)'),
      heat: [resolve('var(--mat-sys-surface-container-highest)'), tone('teal')],
      tone: (name: Parameters<ChartColours['tone']>[0]) => known.get(name) ?? '',
    };
    probe.remove();
    return colours;
  }
}
