import { inject, Injectable, Injector, runInInjectionContext, signal } from '@angular/core';
import { useIcons } from '../icon/use-icons';

/** Fetches the icons of all looks, once and only where a status shows. */
@Injectable({ providedIn: 'root' })
export class LookIcons {
  private readonly injector = inject(Injector);
  /** Whether they are there to be drawn. */
  readonly ready = signal(false);

  constructor() {
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    const { LOOK_ICONS } = await import('./look-icon-files');
    const named = Object.entries(LOOK_ICONS).map(([name, svg]) => [`look-${name}`, svg]);
    runInInjectionContext(this.injector, () =>
      useIcons(Object.fromEntries(named) as Record<string, string>),
    );
    this.ready.set(true);
  }
}
