import { inject, Injectable } from '@angular/core';
import type { PageQuery } from '@belltower/dto';
import { Identified, ResourceApi } from '../api/resource-api';
import { titled } from '../format/format';
import { Confirm } from './confirm';
import { Messages } from './messages';

/** Deletes one record after asking; says what went, or why it could not. */
@Injectable({ providedIn: 'root' })
export class Removal {
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  /** Whether the record is gone. `takes` says what goes with it, with counts, and what stays. */
  async ask<I extends object, V extends Identified, Q extends PageQuery>(
    api: ResourceApi<I, V, Q>,
    row: V,
    takes: string,
  ): Promise<boolean> {
    const name = (row as { name?: string }).name;
    const agreed = await this.confirm.ask({
      title: name ? `Delete “${name}”?` : `Delete this ${api.one}?`,
      text: takes,
      action: 'Delete',
      danger: true,
    });
    if (!agreed) return false;
    try {
      await api.remove(row.id);
      this.messages.say(`${titled(api.one)} deleted`);
      return true;
    } catch (problem) {
      this.messages.fail(problem);
      return false;
    }
  }
}
