import { computed, signal } from '@angular/core';

/** What a bulk action takes: these ids, or all rows that match the list's filters. */
export interface Chosen {
  ids?: number[];
  matching?: Record<string, string>;
  /** How many rows that are; an estimate where `matching` is long. */
  count: number;
}

/** The rows a person has ticked; it survives going to another page of the list. */
export class RowSelection {
  private readonly ids = signal<ReadonlySet<number>>(new Set());
  private readonly everything = signal(false);

  readonly size = computed(() => this.ids().size);
  readonly isEverything = this.everything.asReadonly();
  readonly isEmpty = computed(() => !this.everything() && this.size() === 0);

  has(id: number): boolean {
    return this.everything() || this.ids().has(id);
  }

  toggle(id: number): void {
    const ids = new Set(this.ids());
    if (!ids.delete(id)) ids.add(id);
    this.ids.set(ids);
    this.everything.set(false);
  }

  /** Ticks or unticks all of these. */
  set(ids: readonly number[], ticked: boolean): void {
    const next = new Set(this.ids());
    for (const id of ids) {
      if (ticked) next.add(id);
      else next.delete(id);
    }
    this.ids.set(next);
    this.everything.set(false);
  }

  /** Takes every row that matches the filters, those of other pages too. */
  chooseEverything(): void {
    this.everything.set(true);
  }

  clear(): void {
    this.ids.set(new Set());
    this.everything.set(false);
  }

  chosen(filters: Record<string, string>, total: number | null): Chosen {
    return this.everything()
      ? { matching: filters, count: total ?? 0 }
      : { ids: [...this.ids()], count: this.size() };
  }
}
