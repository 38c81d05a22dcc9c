import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { Field, FormField } from '@angular/forms/signals';
import { TimeControl } from '@belltower/ui';
import {
  DAY_MINUTES,
  DayHours,
  describeHours,
  minutesOf,
  partsOf,
  shifted,
  STEP_MINUTES,
  timeOf,
  withEdge,
} from './day-hours';

const HOUR = 60;
/** How far a key moves an edge, in minutes. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP_MINUTES,
  ArrowDown: -STEP_MINUTES,
  ArrowRight: STEP_MINUTES,
  ArrowUp: STEP_MINUTES,
  PageDown: -HOUR,
  PageUp: HOUR,
};

/**
 * Daily hours as a band over one day: its edges and the band itself can be dragged, or moved with the arrow
 * keys; the exact times stand beside it. Hours that cross midnight are drawn in two parts.
 */
@Component({
  selector: 'app-hours-band',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FormField, TimeControl],
  templateUrl: './hours-band.html',
  styleUrl: './hours-band.scss',
})
export class HoursBand {
  readonly from = input.required<Field<string>>();
  readonly until = input.required<Field<string>>();

  private readonly track = viewChild.required<ElementRef<HTMLElement>>('track');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly marks = [0, 3, 6, 9, 12, 15, 18, 21, 24];
  protected readonly max = DAY_MINUTES;
  protected readonly timeOf = timeOf;
  protected readonly edges = [
    { edge: 'from', label: 'Begin at' },
    { edge: 'until', label: 'End at' },
  ] as const;
  /** What is typed at present; the last sound hours while a time is half typed. */
  protected readonly hours = computed<DayHours>(() => ({
    from: minutesOf(this.from()().value()) ?? 0,
    until: minutesOf(this.until()().value()) ?? DAY_MINUTES,
  }));
  protected readonly parts = computed(() => partsOf(this.hours()));
  protected readonly words = computed(() => describeHours(this.hours()));
  protected readonly crosses = computed(() => this.hours().from > this.hours().until);
  protected readonly disabled = computed(() => this.from()().disabled());
  protected readonly why = computed(() => this.from()().disabledReasons()[0]?.message ?? '');

  protected percent(minutes: number): number {
    return (minutes / DAY_MINUTES) * 100;
  }

  protected grabEdge(event: PointerEvent, edge: keyof DayHours): void {
    const before = this.hours();
    this.drag(event, (minutes) => withEdge(before, edge, minutes));
  }

  protected grabBand(event: PointerEvent): void {
    const before = this.hours();
    const grabbed = this.minutesAt(event);
    this.drag(event, (minutes) => shifted(before, minutes - grabbed));
  }

  protected steer(event: KeyboardEvent, edge: keyof DayHours): void {
    const by = KEYS[event.key];
    if (by === undefined || this.disabled()) return;
    event.preventDefault();
    this.set(withEdge(this.hours(), edge, this.hours()[edge] + by));
  }

  private drag(event: PointerEvent, hoursAt: (minutes: number) => DayHours): void {
    if (this.disabled() || event.button !== 0) return;
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    this.host.classList.add('dragging');
    const move = (moved: PointerEvent) => this.set(hoursAt(this.minutesAt(moved)));
    const end = () => {
      grip.removeEventListener('pointermove', move);
      this.host.classList.remove('dragging');
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', end, { once: true });
  }

  private minutesAt({ clientX }: PointerEvent): number {
    const { left, width } = this.track().nativeElement.getBoundingClientRect();
    const minutes = ((clientX - left) / width) * DAY_MINUTES;
    return Math.round(minutes / STEP_MINUTES) * STEP_MINUTES;
  }

  private set({ from, until }: DayHours): void {
    this.write(this.from(), timeOf(from));
    this.write(this.until(), timeOf(until));
  }

  private write(field: Field<string>, value: string): void {
    const state = field();
    if (state.value() === value) return;
    state.value.set(value);
    state.markAsDirty();
  }
}
