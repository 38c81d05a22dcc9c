import { inject, Injectable, Injector } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';

/** Forms with changes that nobody has saved; leaving the page then asks first. */
@Injectable({ providedIn: 'root' })
export class UnsavedChanges {
  private readonly forms = new Set<() => boolean>();

  constructor() {
    addEventListener('beforeunload', (event) => this.exist() && event.preventDefault());
  }

  /** Watches a form until the returned function is called. */
  watch(isChanged: () => boolean): () => void {
    this.forms.add(isChanged);
    return () => this.forms.delete(isChanged);
  }

  exist(): boolean {
    return [...this.forms].some((isChanged) => isChanged());
  }
}

/** Asks before a page with unsaved changes is left. */
export const askBeforeLeaving: CanDeactivateFn<unknown> = async () => {
  const injector = inject(Injector);
  if (!inject(UnsavedChanges).exist()) return true;
  // Loaded when needed: the dialog is no part of the first load.
  const { Confirm } = await import('../page/confirm');
  return injector.get(Confirm).ask({
    title: 'Leave without saving?',
    text: 'What you changed on this page will be lost.',
    action: 'Leave',
    cancel: 'Stay',
    danger: true,
  });
};
