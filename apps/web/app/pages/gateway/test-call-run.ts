import { computed } from '@angular/core';
import type { TestCallEventView, TestCallView } from '@belltower/dto';
import { TrialRun } from './trial-run';

/** A test call: the server hangs up when nobody follows it any more. */
export class TestCallRun extends TrialRun<TestCallEventView, TestCallView> {
  readonly state = computed(() => {
    const steps = this.steps();
    if (!this.underWay())
      return steps.at(-1)?.event === 'left' ? 'Hung up by you' : 'The connection was lost';
    if (steps.some(({ event }) => event === 'answered')) return 'Talking';
    return steps.some(({ event }) => event === 'ringing') ? 'Ringing' : 'Calling';
  });

  hangUp(): void {
    const step = { afterSeconds: this.seconds(), event: 'left', detail: null };
    this.steps.update((steps) => [...steps, step]);
    this.left.next();
  }
}
