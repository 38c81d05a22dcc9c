import { computed, DestroyRef, inject, signal } from '@angular/core';
import type { TestCallEventView, TestCallNewsView, TestCallView } from '@belltower/dto';
import { formatDuration } from '@belltower/ui';
import { lastValueFrom, Observable, Subject, takeUntil, tap } from 'rxjs';

/** A test call that somebody follows, and those before it. Create it in an injection context, which ends it. */
export class TestCallRun {
  readonly steps = signal<readonly TestCallEventView[]>([]);
  readonly result = signal<TestCallView | null>(null);
  readonly underWay = signal(false);
  private readonly seconds = signal(0);
  /** Ends what is under way: the server hangs up when nobody follows the call any more. */
  private readonly left = new Subject<void>();

  /** What the call does at this moment, in a word. */
  readonly state = computed(() => {
    const steps = this.steps();
    if (!this.underWay())
      return steps.at(-1)?.event === 'left' ? 'Hung up by you' : 'The connection was lost';
    if (steps.some(({ event }) => event === 'answered')) return 'Talking';
    return steps.some(({ event }) => event === 'ringing') ? 'Ringing' : 'Calling';
  });
  readonly clock = computed(() => formatDuration(this.seconds()));
  readonly again = computed(() => this.steps().length > 0 && !this.underWay());

  constructor() {
    inject(DestroyRef).onDestroy(() => this.left.next());
  }

  /** Resolves when the call is over, or was left. */
  async follow(news: Observable<TestCallNewsView>): Promise<void> {
    this.steps.set([]);
    this.result.set(null);
    this.seconds.set(0);
    this.underWay.set(true);
    const ticking = setInterval(() => this.seconds.update((passed) => passed + 1), 1_000);
    try {
      const followed = news.pipe(
        takeUntil(this.left),
        tap((each) => this.hear(each)),
      );
      await lastValueFrom(followed, { defaultValue: null });
    } finally {
      clearInterval(ticking);
      this.underWay.set(false);
    }
  }

  hangUp(): void {
    const step = { afterSeconds: this.seconds(), event: 'left', detail: null };
    this.steps.update((steps) => [...steps, step]);
    this.left.next();
  }

  private hear({ event, result }: TestCallNewsView): void {
    if (event) this.steps.update((steps) => [...steps, event]);
    if (result) this.result.set(result);
  }
}
