import { computed, linkedSignal, Signal } from '@angular/core';
import type { FieldSpec } from '@belltower/dto';

/** Which columns of a list are shown; remembered in this browser. */
export class ColumnChoice {
  private readonly key = computed(() => `belltower.columns.${this.name()}`);
  private readonly names = linkedSignal<string[]>(() => this.read() ?? this.usual());

  /** A row is known by what it is, not by what it belongs to: relations come after the first other column. */
  readonly all = computed(() => {
    const columns = this.fields().filter(({ list }) => list);
    const lead = columns.find(({ kind }) => kind !== 'relation');
    return lead ? [lead, ...columns.filter((column) => column !== lead)] : columns;
  });
  readonly shown = computed(() => this.all().filter(({ name }) => this.names().includes(name)));

  constructor(
    /** What the list is called among the remembered choices: its route. */
    private readonly name: Signal<string>,
    private readonly fields: Signal<readonly FieldSpec[]>,
  ) {}

  isShown(name: string): boolean {
    return this.names().includes(name);
  }

  toggle(name: string): void {
    const names = this.isShown(name)
      ? this.names().filter((shown) => shown !== name)
      : [...this.names(), name];
    // A table without columns shows nothing to click on: the last one stays.
    if (!names.length) return;
    this.names.set(names);
    localStorage.setItem(this.key(), JSON.stringify(names));
  }

  reset(): void {
    localStorage.removeItem(this.key());
    this.names.set(this.usual());
  }

  private usual(): string[] {
    return this.all().flatMap(({ name, list }) => (list === 'hidden' ? [] : [name]));
  }

  private read(): string[] | null {
    try {
      const names = JSON.parse(localStorage.getItem(this.key()) ?? 'null') as unknown;
      if (!Array.isArray(names)) return null;
      const known = this.all().map(({ name }) => name);
      const shown = names.filter((name): name is string => known.includes(name));
      return shown.length ? shown : null;
    } catch {
      // Somebody else's or an older version's text under our key: the usual columns are shown.
      return null;
    }
  }
}
