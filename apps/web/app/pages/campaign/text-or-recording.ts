import { ChangeDetectionStrategy, Component, input, linkedSignal, model } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { AudioPicker } from '../audio/audio-picker';

/** Something that a call says: the text whose control stands between the tags, or a recording in its place. */
@Component({
  selector: 'app-text-or-recording',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AudioPicker, MatButtonModule],
  template: `
    <div [hidden]="recorded()"><ng-content /></div>
    @if (recorded()) {
      <app-audio-picker
        [label]="label()"
        [hint]="hint()"
        [disabled]="disabled()"
        [value]="audioId() ?? null"
        (valueChange)="audioId.set($event)"
      />
    }
    @if (!disabled() && !fixed()) {
      <button matButton type="button" (click)="change()">
        {{ recorded() ? 'Write it instead' : 'Play a recording instead' }}
      </button>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    button {
      margin-left: -8px;
    }
  `,
})
export class TextOrRecording {
  readonly audioId = model.required<number | null | undefined>();
  /** What is written. It stays where a recording is played instead. */
  readonly text = input.required<string>();
  readonly label = input('Recording');
  readonly hint = input('Played in place of the text');
  readonly disabled = input(false);
  /** Where its recording is chosen elsewhere. */
  readonly fixed = input(false);

  /** Where nothing is chosen or written yet, what was asked for last. */
  protected readonly recorded = linkedSignal<{ chosen: boolean; written: boolean }, boolean>({
    source: () => ({ chosen: !!this.audioId(), written: !!this.text().trim() }),
    computation: ({ chosen, written }, before) => chosen || (!written && !!before?.value),
  });

  protected change(): void {
    const recorded = !this.recorded();
    if (!recorded) this.audioId.set(null);
    this.recorded.set(recorded);
  }
}
