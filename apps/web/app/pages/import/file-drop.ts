import { ChangeDetectionStrategy, Component, output, signal } from '@angular/core';

/** Takes a file that is dropped anywhere on the page, and shows that it may be dropped. */
@Component({
  selector: 'app-file-drop',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (over()) {
      <div class="veil"><p>Drop the file to upload it</p></div>
    }
  `,
  styles: `
    .veil {
      position: fixed;
      inset: 8px;
      z-index: 100;
      display: grid;
      place-items: center;
      border: 2px dashed var(--mat-sys-primary);
      border-radius: 12px;
      background: color-mix(in srgb, var(--mat-sys-surface) 88%, transparent);
      font-size: 20px;
      font-weight: 600;
      pointer-events: none;
    }
  `,
  host: {
    '(document:dragenter)': 'enter($event)',
    '(document:dragover)': 'enter($event)',
    '(document:dragleave)': 'leave($event)',
    '(document:drop)': 'drop($event)',
  },
})
export class FileDrop {
  readonly dropped = output<File>();

  protected readonly over = signal(false);

  protected enter(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over.set(true);
  }

  /** Leaving an element for another one inside the page has a target; leaving the window has none. */
  protected leave({ relatedTarget }: DragEvent): void {
    if (relatedTarget === null) this.over.set(false);
  }

  protected drop(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over.set(false);
    if (file) this.dropped.emit(file);
  }
}
