import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { formatInstant, Session } from '@belltower/ui';

/** What a report counts. */
type Counted = 'Calls' | 'Messages';

/** Says of a period that calls or messages at its beginning are not kept any more; '' where all are. */
export function goneNote(
  keptSince: string | null,
  from: string,
  timeZone: string,
  what: Counted = 'Calls',
): string {
  if (keptSince === null || Date.parse(from) >= Date.parse(keptSince)) return '';
  return `${what} before ${formatInstant(keptSince, timeZone)} are not kept any more: they are counted, and cannot be listed.`;
}

/** Whether nothing of before an instant is kept any more: then no list has what a number counts. */
export function areGone(keptSince: string | null, until: string | undefined): boolean {
  return keptSince !== null && until !== undefined && Date.parse(until) <= Date.parse(keptSince);
}

/** The note above whatever counts or lists the calls or messages of a period; nothing where all of them are kept. */
@Component({
  selector: 'app-gone-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (note(); as note) {
      <p class="panel" role="note">{{ note }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      margin-bottom: 12px;
    }
    :host:empty {
      display: none;
    }
    p {
      margin: 0;
      padding: 8px 16px;
    }
  `,
})
export class GoneNote {
  readonly what = input<Counted>('Calls');
  /** From when on they are kept; null: for ever. */
  readonly since = input.required<string | null>();
  /** Begin of the period. */
  readonly from = input.required<string>();

  private readonly session = inject(Session);
  protected readonly note = computed(() =>
    goneNote(this.since(), this.from(), this.session.timeZone(), this.what()),
  );
}
