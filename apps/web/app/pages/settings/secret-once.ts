import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, inject, Injectable, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule } from '@angular/material/dialog';

/** Something that is told this one time. */
export interface Secret {
  title: string;
  /** What it is good for, and whom to give it. */
  text: string;
  value: string;
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ secret.title }}</h2>
    <mat-dialog-content>
      <p>{{ secret.text }}</p>
      <output class="numeric" aria-label="To copy">{{ secret.value }}</output>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close>Close</button>
      <button matButton="filled" cdkFocusInitial (click)="copy()">
        {{ copied() ? 'Copied' : 'Copy' }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    output {
      display: block;
      margin-top: 16px;
      padding: 12px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
      background: var(--mat-sys-surface-container-low);
      color: var(--mat-sys-on-surface);
      overflow-wrap: anywhere;
      user-select: all;
    }
  `,
})
class SecretDialog {
  protected readonly secret = inject<Secret>(MAT_DIALOG_DATA);
  protected readonly copied = signal(false);
  private readonly clipboard = inject(Clipboard);

  protected copy(): void {
    this.copied.set(this.clipboard.copy(this.secret.value));
  }
}

/** Shows what nobody can be shown again, to be copied now. */
@Injectable({ providedIn: 'root' })
export class SecretOnce {
  private readonly dialog = inject(MatDialog);

  show(secret: Secret): void {
    this.dialog.open(SecretDialog, {
      data: secret,
      width: '560px',
      maxWidth: '96vw',
      // A click beside it must not lose what is shown once.
      disableClose: true,
    });
  }
}
