import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Channel, type HoldReason } from '@belltower/dto';
import { holdWords } from './hold-words';

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
  readonly channel = input(Channel.Voice);

  protected readonly words = computed(() => {
    const reason = this.reason();
    return reason && holdWords(reason, this.channel());
  });
}
