import { computed, DestroyRef, inject, type Signal, signal } from '@angular/core';
import { formatDuration } from '@belltower/ui';
import { lastValueFrom, Observable, Subject, takeUntil, tap } from 'rxjs';

/** One moment of a test call or message. */
export interface TrialStep {
  afterSeconds: number;
  event: string;
}

/** What is told while it lasts: something that has happened or, as the last, what became of it. */
interface TrialNews<TStep, TResult> {
  event: TStep | null;
  result: TResult | null;
}

/** A test call or message that somebody follows, and those before it. Create it in an injection context, which ends it. */
export abstract class TrialRun<TStep extends TrialStep = TrialStep, TResult = unknown> {
  readonly steps = signal<readonly TStep[]>([]);
  readonly result = signal<TResult | null>(null);
  readonly underWay = signal(false);
  protected readonly seconds = signal(0);
  /** Ends what is under way: nobody follows it any more. */
  protected readonly left = new Subject<void>();

  /** What happens at this moment, in a word. */
  abstract readonly state: Signal<string>;
  readonly clock = computed(() => formatDuration(this.seconds()));
  readonly again = computed(() => this.steps().length > 0 && !this.underWay());

  constructor() {
    inject(DestroyRef).onDestroy(() => this.left.next());
  }

  /** Resolves when it is over, or was left. */
  async follow(news: Observable<TrialNews<TStep, TResult>>): Promise<void> {
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
