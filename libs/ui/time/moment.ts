import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Session } from '../session/session';
import { Now } from './now';

/** A time relative to now, with the absolute one in the account's zone on hover and for screen readers. */
@Component({
  selector: 'app-moment',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `@if (at()) {
      <time [attr.datetime]="at()" [title]="absolute()">{{
        relative() ? near() : absolute()
      }}</time>
    } @else {
      <span class="muted">—</span>
    }`,
  styles: `
    :host {
      white-space: nowrap;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class Moment {
  /** Instant as ISO text; blank shows a dash. */
  readonly at = input.required<string | null | undefined>();
  readonly relative = input(true);

  private readonly session = inject(Session);
  private readonly now = inject(Now);

  protected readonly absolute = computed(() => formatInstant(this.at(), this.session.timeZone()));
  protected readonly near = computed(() =>
    // What has just happened lies after the last time that the present moved on.
    formatNear(this.at() ?? '', Math.max(this.now.minute(), Date.now()), this.session.timeZone()),
  );
}

/** `23 Nov 2026, 14:02:09 (Madrid)` without the zone's name: the screen shows it once. */
export function formatInstant(at: string | null | undefined, timeZone: string): string {
  if (!at) return '';
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(new Date(at));
}

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 minutes ago` within a day, `23 Nov, 14:02` within the year, then the date. */
export function formatNear(at: string, now: number, timeZone: string): string {
  const seconds = (Date.parse(at) - now) / 1_000;
  const distance = Math.abs(seconds);
  if (distance < 60) return seconds <= 0 ? 'just now' : 'in a moment';
  if (distance < 3_600) return words.format(Math.round(seconds / 60), 'minute');
  if (distance < 86_400) return words.format(Math.round(seconds / 3_600), 'hour');
  const withinYear = distance < 300 * 86_400;
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    ...(withinYear
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' as const }
      : { year: 'numeric' }),
  }).format(new Date(at));
}
