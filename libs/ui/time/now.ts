import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The present time as a signal that moves on, so that "3 minutes ago" does not stand still. */
@Injectable({ providedIn: 'root' })
export class Now {
  private readonly time = signal(Date.now());

  /** Milliseconds since 1970, moved on every half minute. */
  readonly minute = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 30_000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
