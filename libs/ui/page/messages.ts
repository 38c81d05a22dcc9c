import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { ApiProblem } from '../api/problem';

const SHORT_MS = 5_000;
const LONG_MS = 10_000;

/** Short messages at the bottom of the screen, announced politely. */
@Injectable({ providedIn: 'root' })
export class Messages {
  private readonly snackBar = inject(MatSnackBar);

  say(text: string): void {
    this.snackBar.open(text, undefined, { duration: SHORT_MS });
  }

  /** Says what was done and offers one step, such as undo or open. */
  offer(text: string, action: string, step: () => unknown): void {
    const message = this.snackBar.open(text, action, { duration: LONG_MS });
    message.onAction().subscribe(() => void step());
  }

  /** Says why something failed; stays until it is read. */
  fail(problem: unknown): void {
    this.snackBar.open(ApiProblem.of(problem).message, 'Close', { politeness: 'assertive' });
  }
}
