import { computed } from '@angular/core';
import type { TestMessageEventView, TestMessageView } from '@belltower/dto';
import { TrialRun } from './trial-run';

/** A test message: over when all is known, or nobody waits any longer. */
export class TestMessageRun extends TrialRun<TestMessageEventView, TestMessageView> {
  readonly state = computed(() => {
    if (!this.underWay()) return 'The connection was lost';
    return this.steps().some(({ event }) => event === 'answered')
      ? 'Waiting for receipts'
      : 'Handing over';
  });
}
