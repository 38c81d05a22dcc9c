import { HttpClient } from '@angular/common/http';
import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { CampaignView, Page } from '@belltower/dto';
import { API_ROOT, LiveEvents, Session } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

/** While calls run the server tells their number every second; silence for this long is worth asking. */
const SILENCE_MS = 10_000;

/** How many calls of the account are on the line at this moment; null while that is not known. */
@Injectable({ providedIn: 'root' })
export class LiveCalls {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly calls = signal<number | null>(null);
  private silence?: ReturnType<typeof setTimeout>;

  readonly count = this.calls.asReadonly();

  constructor() {
    const hints = inject(LiveEvents)
      .on('calls')
      .subscribe(({ data }) => {
        const { callsNow } = data;
        if (typeof callsNow === 'number') this.tell(callsNow);
        else void this.read();
      });
    inject(DestroyRef).onDestroy(() => {
      hints.unsubscribe();
      clearTimeout(this.silence);
    });
    void this.read();
  }

  private tell(calls: number | null): void {
    this.calls.set(calls);
    clearTimeout(this.silence);
    if (calls) this.silence = setTimeout(() => void this.read(), SILENCE_MS);
  }

  private async read(): Promise<void> {
    if (document.hidden || !this.session.can('campaign.read')) return;
    const params = { status: 'running', limit: 200 };
    try {
      const request = this.http.get<Page<CampaignView>>(`${API_ROOT}/campaigns`, { params });
      const { items } = await firstValueFrom(request);
      this.tell(items.reduce((sum, { inProgress }) => sum + inProgress, 0));
    } catch {
      // An unreachable server is told by the page itself; here the number only goes away.
      this.tell(null);
    }
  }
}
