import { DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { LiveEvents, type LiveTopic } from '@belltower/ui';
import { auditTime, filter, interval, merge } from 'rxjs';

/** However often something happens, figures are read again at most this often … */
const LIVE_PAUSE_MS = 5_000;
/** … and this often when nobody tells, because a connection may be lost unnoticed. */
const UNTOLD_MS = 60_000;

/** Reads figures again while somebody looks, as soon as they may have changed. Call it in an injection context. */
export function reloadWhenTold(topics: readonly LiveTopic[], reload: () => void): void {
  const events = inject(LiveEvents);
  const told = merge(...topics.map((topic) => events.on(topic)));
  merge(told.pipe(auditTime(LIVE_PAUSE_MS)), interval(UNTOLD_MS))
    .pipe(
      filter(() => !document.hidden),
      takeUntilDestroyed(inject(DestroyRef)),
    )
    .subscribe(reload);
}
