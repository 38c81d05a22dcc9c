import { computed, inject, Signal } from '@angular/core';
import { ActivatedRoute, Router, UrlTree } from '@angular/router';
import { Messages, type RowNeighbours } from '@belltower/ui';
import { ReportState } from './report-state';

/** What it takes to go from row to row of a list. */
interface Listed {
  neighbours: Pick<RowNeighbours<{ id: number }>, 'find' | 'has'>;
}

/** The record that stands open beside its list, under a name in the address. Create it in an injection context. */
export class OpenBeside {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly messages = inject(Messages);

  /** Null while none is open. */
  readonly id = computed(() => Number(this.state().values()[this.name()]) || null);

  constructor(
    private readonly name: Signal<string>,
    private readonly state: Signal<ReportState>,
    private readonly table: Signal<Listed>,
  ) {}

  /** Opens a record; the list stays as it is. */
  readonly target = ({ id }: { id: number }): UrlTree =>
    this.router.createUrlTree([], {
      relativeTo: this.route,
      queryParams: { [this.name()]: id },
      queryParamsHandling: 'merge',
    });

  close(): void {
    this.state().write({ [this.name()]: '' });
  }

  /** Whether the list has one before (-1) or after (1) it. */
  has(id: number, step: 1 | -1): boolean {
    return this.table().neighbours.has(id, step);
  }

  /** Opens the one before or after the one that is open; the list goes along to the page on which it stands. */
  async turn(id: number, step: 1 | -1): Promise<void> {
    try {
      const near = await this.table().neighbours.find(id, step);
      // Somebody who is quicker than the server has opened another meanwhile.
      if (near && this.id() === id)
        this.state().write({ ...near.address, [this.name()]: String(near.row.id) });
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
