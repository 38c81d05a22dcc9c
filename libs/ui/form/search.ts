import { computed, linkedSignal, resource, signal } from '@angular/core';
import { ApiProblem } from '../api/problem';

/** How long to wait after a key before asking the server. */
const PAUSE_MS = 200;

/** Search as you type. Create it in an injection context. */
export class Search<T, W = unknown> {
  /** What is typed; null until somebody looks, so that a form with ten pickers sends nothing. */
  private readonly wanted = signal<string | null>(null);
  private timer?: ReturnType<typeof setTimeout>;

  private readonly found;
  /**
   * What was found last, in the same place, while the next is looked for: a record that somebody is about to choose must
   * not go from under the pointer.
   */
  private readonly shown;

  /**
   * @param where a signal of where it is searched
   * @param find what fits a text; all that there is for ''
   */
  constructor(where: () => W, find: (text: string, where: W) => Promise<readonly T[]>) {
    const place = computed(where);
    this.found = resource({
      params: () => {
        const text = this.wanted();
        return text === null ? undefined : { text, where: place() };
      },
      loader: ({ params }) => find(params.text, params.where),
    });
    this.shown = linkedSignal<{ where: W; found?: readonly T[] }, readonly T[]>({
      source: () => ({ where: place(), found: this.settled() }),
      computation: ({ where, found }, before) =>
        found ?? (before?.source.where === where ? before.value : []),
    });
  }

  /** The records that fit, or fitted what was typed before; empty while there are none yet. */
  matches(): readonly T[] {
    return this.shown();
  }

  /** What stands in place of the records, if anything. */
  note(): string {
    if (this.found.isLoading()) return this.shown().length ? '' : 'Searching…';
    const error = this.found.error();
    if (error) return ApiProblem.of(error).message;
    return this.found.hasValue() && !this.found.value().length ? 'Nothing found' : '';
  }

  /** Searches at once, as when the picker opens. */
  open(text = ''): void {
    clearTimeout(this.timer);
    if (this.wanted() === text) this.found.reload();
    else this.wanted.set(text);
  }

  type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wanted.set(text.trim()), PAUSE_MS);
  }

  /** What was found; undefined while it is being looked for, and nothing where that failed. */
  private settled(): readonly T[] | undefined {
    if (this.found.error()) return [];
    return this.found.hasValue() ? this.found.value() : undefined;
  }
}
