import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, DestroyRef, inject } from '@angular/core';
import type { SystemView } from '@belltower/dto';
import { API_ROOT, Failure, formatNumber, Moment, PageHeader, StatTile } from '@belltower/ui';
import { TotalsCheck } from './totals-check';

const EVERY_MS = 5_000;
const MEGABYTE = 1_000_000;

/** The installation at a glance, for whoever looks at two in the morning. */
@Component({
  selector: 'app-system',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Moment, PageHeader, StatTile, TotalsCheck],
  templateUrl: './system.html',
  styleUrl: './system.scss',
})
export class System {
  protected readonly system = httpResource<SystemView>(() => `${API_ROOT}/platform/system`);
  protected readonly formatNumber = formatNumber;

  constructor() {
    const timer = setInterval(() => document.hidden || this.system.reload(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected megabytes(bytes: number): string {
    return `${formatNumber(Math.round(bytes / MEGABYTE))} MB`;
  }
}
