import { computed, DestroyRef, inject, signal } from '@angular/core';
import type { TestMessageEventView, TestMessageNewsView, TestMessageView } from '@belltower/dto';
import { formatDuration } from '@belltower/ui';
import { lastValueFrom, Observable, Subject, takeUntil, tap } from 'rxjs';

/** A test message that somebody follows. Create it in an injection context, which ends it. */
export class TestMessageRun {
  readonly steps = signal<readonly TestMessageEventView[]>([]);
  readonly result = signal<TestMessageView | null>(null);
  readonly underWay = signal(false);
  private readonly seconds = signal(0);
  private readonly left = new Subject<void>();

  /** What is waited for at this moment. */
  readonly state = computed(() => {
    if (!this.underWay()) return 'The connection was lost';
    return this.steps().some(({ event }) => event === 'answered')
      ? 'Waiting for receipts'
      : 'Handing over';
  });
  readonly clock = computed(() => formatDuration(this.seconds()));
  readonly again = computed(() => this.steps().length > 0 && !this.underWay());

  constructor() {
    inject(DestroyRef).onDestroy(() => this.left.next());
  }

  /** Resolves when all is known, or nobody waits any longer. */
  async follow(news: Observable<TestMessageNewsView>): Promise<void> {
    this.steps.set([]);
    this.result.set(null);
    this.seconds.set(0);
    this.underWay.set(true);
    const ticking = setInterval(() => this.seconds.update((passed) => passed + 1), 1_000);
    try {
      const followed = news.pipe(
        takeUntil(this.left),
        tap(({ event, result }) => {
          if (event) this.steps.update((steps) => [...steps, event]);
          if (result) this.result.set(result);
        }),
      );
      await lastValueFrom(followed, { defaultValue: null });
    } finally {
      clearInterval(ticking);
      this.underWay.set(false);
    }
  }
}
