import { computed, linkedSignal, Signal } from '@angular/core';
import type { FieldSpec } from '@belltower/dto';
import type { ListState } from './list-state';

/** Which columns of a list are shown: those of the address, else those remembered in this browser. */
export class ColumnChoice {
  private readonly key = computed(() => `belltower.columns.${this.name()}`);
  private readonly remembered = linkedSignal<string[]>(() => this.read() ?? this.usual());
  private readonly names = computed(() => {
    const asked = this.knownOf(this.state.columns() ?? []);
    return asked.length ? asked : this.remembered();
  });

  /** A row is known by what it is, not by what it belongs to: relations come after the first other column. */
  readonly all = computed(() => {
    const columns = this.fields().filter(({ list }) => list);
    const lead = columns.find(({ kind }) => kind !== 'relation');
    return lead ? [lead, ...columns.filter((column) => column !== lead)] : columns;
  });
  readonly shown = computed(() => this.all().filter(({ name }) => this.names().includes(name)));
  /** Columns of the address that the list does not have, or has no more. */
  readonly strange = computed(() => {
    const asked = this.state.columns() ?? [];
    const known = this.knownOf(asked);
    return asked.filter((name) => name !== '' && !known.includes(name));
  });

  constructor(
    /** What the list is called among the remembered choices: its route. */
    private readonly name: Signal<string>,
    private readonly fields: Signal<readonly FieldSpec[]>,
    private readonly state: Pick<ListState, 'columns' | 'showColumns'>,
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
    // What the address says goes for this list as it is opened now, and is not what one is used to.
    if (this.state.columns()) return this.state.showColumns(this.knownOf(names));
    this.remembered.set(names);
    localStorage.setItem(this.key(), JSON.stringify(names));
  }

  reset(): void {
    localStorage.removeItem(this.key());
    this.remembered.set(this.usual());
    if (this.state.columns()) this.state.showColumns([]);
  }

  private usual(): string[] {
    return this.all().flatMap(({ name, list }) => (list === 'hidden' ? [] : [name]));
  }

  private read(): string[] | null {
    try {
      const names = JSON.parse(localStorage.getItem(this.key()) ?? 'null') as unknown;
      if (!Array.isArray(names)) return null;
      const shown = this.knownOf(names as string[]);
      return shown.length ? shown : null;
    } catch {
      // Somebody else's or an older version's text under our key: the usual columns are shown.
      return null;
    }
  }

  /** Those of the list, in its order. */
  private knownOf(names: readonly string[]): string[] {
    return this.all().flatMap(({ name }) => (names.includes(name) ? [name] : []));
  }
}
