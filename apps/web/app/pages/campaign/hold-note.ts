import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { HoldReason } from '@belltower/dto';
import { HOLD_WORDS } from './hold-words';

/** Why one number is not called, in a few words; a dash where it is. */
@Component({
  selector: 'app-hold-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span [class.muted]="!words()" [title]="words()?.advice ?? ''">{{
    words()?.short ?? '—'
  }}</span>`,
})
export class HoldNote {
  readonly reason = input<HoldReason | null>(null);

  protected readonly words = computed(() => {
    const reason = this.reason();
    return reason && HOLD_WORDS[reason];
  });
}
