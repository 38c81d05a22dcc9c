import { computed } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { auditTime, NEVER, Observable, switchMap } from 'rxjs';

/**
 * Runs something after hints, which come in bursts, at most once in so many milliseconds. What is followed is read as
 * signals are; null: nothing. Call it in an injection context.
 */
export function followHints(
  hints: () => Observable<unknown> | null,
  pauseMs: number,
  run: () => void,
): void {
  toObservable(computed(hints))
    .pipe(
      switchMap((followed) => followed ?? NEVER),
      auditTime(pauseMs),
      takeUntilDestroyed(),
    )
    .subscribe(run);
}
