import type { Signal } from '@angular/core';
import type { Page } from '@belltower/dto';
import type { ListState } from './list-state';

/** A row beside another, and what stands in the address while the list shows the page that it is on. */
export interface Neighbour<TView> {
  row: TView;
  address: Readonly<Record<string, string>>;
}

/** The rows beside the rows of a list: on the page that it shows, and where that ends on the next one or the one before. */
export class RowNeighbours<TView extends { id: number }> {
  constructor(
    private readonly page: Signal<Page<TView> | undefined>,
    private readonly state: Pick<ListState, 'beside'>,
    private readonly read: (address: Readonly<Record<string, string>>) => Promise<Page<TView>>,
  ) {}

  /** Whether there is a row before (-1) or after (1) a row of the page. */
  has(id: number, step: 1 | -1): boolean {
    return !!this.onPage(id, step) || !!this.cursor(id, step);
  }

  /** That row, read from the page beside this one where need be; null where there is none. */
  async find(id: number, step: 1 | -1): Promise<Neighbour<TView> | null> {
    const near = this.onPage(id, step);
    if (near) return { row: near, address: {} };
    const cursor = this.cursor(id, step);
    if (!cursor) return null;
    const address = this.state.beside(step, cursor);
    const { items } = await this.read(address);
    const row = step > 0 ? items[0] : items.at(-1);
    return row ? { row, address } : null;
  }

  private onPage(id: number, step: 1 | -1): TView | null {
    const at = this.place(id);
    return at < 0 ? null : (this.page()!.items[at + step] ?? null);
  }

  /** Of the page beside this one, for a row that is on this one. */
  private cursor(id: number, step: 1 | -1): string | null {
    if (this.place(id) < 0) return null;
    return this.page()![step > 0 ? 'next' : 'previous'];
  }

  private place(id: number): number {
    return this.page()?.items.findIndex((row) => row.id === id) ?? -1;
  }
}
