import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  model,
  output,
  resource,
  viewChild,
} from '@angular/core';
import type { FormValueControl, ValidationError } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RelationPicker, Session, useIcons } from '@belltower/ui';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { AUDIO_FILES, AudioApi } from './audio-api';
import { AudioPlayer } from './audio-player';
import { AudioUploadProgress } from './audio-upload-progress';
import { AudioUploading } from './audio-uploading';

/** A recording of the library: chosen by name or uploaded on the spot, and listened to. */
@Component({
  selector: 'app-audio-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AudioPlayer, AudioUploadProgress, MatButtonModule, MatIconModule, RelationPicker],
  template: `
    <app-relation-picker
      route="audio"
      [label]="label()"
      [hint]="hint()"
      [required]="required()"
      [disabled]="disabled()"
      [touched]="touched()"
      [invalid]="invalid()"
      [errors]="errors()"
      [(value)]="value"
      (touch)="touch.emit()"
    />
    <div class="beside">
      @if (chosen.value(); as audio) {
        <app-audio-player
          [src]="api.soundUrl(audio)"
          [name]="audio.name"
          [seconds]="audio.seconds"
        />
      }
      @if (session.can('audio.write') && !disabled()) {
        <button matButton type="button" [disabled]="!!uploading.file()" (click)="file.click()">
          <mat-icon svgIcon="upload_file" />Upload a recording
        </button>
        <input
          #file
          type="file"
          hidden
          [accept]="accepted"
          (change)="file.files?.[0] && upload(file.files![0]!); file.value = ''"
        />
      }
    </div>
    <app-audio-upload-progress [uploading]="uploading" />
  `,
  styles: `
    :host {
      display: block;
    }
    .beside {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
  `,
})
export class AudioPicker implements FormValueControl<number | null> {
  readonly value = model.required<number | null>();
  readonly touched = input(false);
  readonly invalid = input(false);
  readonly errors = input<readonly ValidationError.WithOptionalFieldTree[]>([]);
  readonly disabled = input(false);
  readonly required = input(false);
  readonly label = input('Recording');
  readonly hint = input('From your audio library');
  readonly touch = output<void>();

  protected readonly api = new AudioApi();
  protected readonly session = inject(Session);
  protected readonly uploading = new AudioUploading();
  protected readonly accepted = AUDIO_FILES;
  protected readonly chosen = resource({
    params: () => this.value() ?? undefined,
    loader: ({ params }) => this.api.get(params).catch(() => null),
  });
  private readonly picker = viewChild.required(RelationPicker);

  constructor() {
    useIcons({ upload_file: uploadIcon });
  }

  /** Signal forms calls this to bring the first field at fault into view. */
  focus(options?: FocusOptions): void {
    this.picker().focus(options);
  }

  protected async upload(file: File): Promise<void> {
    const audio = await this.uploading.run(file, (progressed) => this.api.upload(file, progressed));
    if (audio) this.picker().choose(audio);
  }
}
