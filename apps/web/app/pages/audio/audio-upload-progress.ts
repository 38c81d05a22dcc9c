import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { AudioUploading } from './audio-uploading';

/** How far an upload is, or why it failed; takes no room while there is nothing to say. */
@Component({
  selector: 'app-audio-upload-progress',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatProgressBarModule],
  template: `
    @if (uploading().file(); as file) {
      <p aria-live="polite">
        {{ uploading().isConverting() ? 'Converting' : 'Uploading' }} {{ file }}
        @if (!uploading().isConverting()) {
          <span class="muted numeric">{{ uploading().percent().toFixed(0) }}%</span>
        }
      </p>
      <mat-progress-bar
        [mode]="uploading().isConverting() ? 'indeterminate' : 'determinate'"
        [value]="uploading().percent()"
        [attr.aria-label]="'Upload of ' + file"
      />
    } @else if (uploading().problem()) {
      <p class="problem" role="alert">{{ uploading().problem() }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      margin-bottom: 8px;
      overflow-wrap: anywhere;
    }
    .problem {
      padding: 8px 16px;
      border-radius: 8px;
      color: var(--tone-red-ink);
      background: var(--tone-red-wash);
    }
  `,
})
export class AudioUploadProgress {
  readonly uploading = input.required<AudioUploading>();
}
