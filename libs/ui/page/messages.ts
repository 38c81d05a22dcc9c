import { inject, Injectable, Injector } from '@angular/core';
import type { MatSnackBar } from '@angular/material/snack-bar';
import { ApiProblem } from '../api/problem';

const SHORT_MS = 5_000;
const LONG_MS = 10_000;

/** Short messages at the bottom of the screen, announced politely. */
@Injectable({ providedIn: 'root' })
export class Messages {
  private readonly injector = inject(Injector);

  say(text: string): void {
    this.show((snackBar) => snackBar.open(text, undefined, { duration: SHORT_MS }));
  }

  /** Says what was done and offers one step, such as undo or open. */
  offer(text: string, action: string, step: () => unknown): void {
    this.show((snackBar) => {
      const message = snackBar.open(text, action, { duration: LONG_MS });
      message.onAction().subscribe(() => void step());
    });
  }

  /** Says why something failed; stays until it is read. */
  fail(problem: unknown): void {
    const { message } = ApiProblem.of(problem);
    this.show((snackBar) => snackBar.open(message, 'Close', { politeness: 'assertive' }));
  }

  /** What shows them comes with the first: no page has one to say before somebody does something. */
  private show(open: (snackBar: MatSnackBar) => unknown): void {
    void import('@angular/material/snack-bar').then((module) =>
      open(this.injector.get(module.MatSnackBar)),
    );
  }
}
