import { HttpClient } from '@angular/common/http';
import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { CampaignView, Page } from '@belltower/dto';
import { API_ROOT, Session } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

const EVERY_MS = 5_000;

/** How many calls of the account are on the line at this moment; null while that is not known. */
@Injectable({ providedIn: 'root' })
export class LiveCalls {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly calls = signal<number | null>(null);

  readonly count = this.calls.asReadonly();

  constructor() {
    const timer = setInterval(() => void this.read(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    void this.read();
  }

  private async read(): Promise<void> {
    if (document.hidden || !this.session.can('campaign.read')) return;
    const params = { status: 'running', limit: 200 };
    try {
      const request = this.http.get<Page<CampaignView>>(`${API_ROOT}/campaigns`, { params });
      const { items } = await firstValueFrom(request);
      this.calls.set(items.reduce((sum, { inProgress }) => sum + inProgress, 0));
    } catch {
      // An unreachable server is told by the page itself; here the number only goes away.
      this.calls.set(null);
    }
  }
}
