import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { NoticeView, Page, UnseenNoticesView } from '@belltower/dto';
import { API_ROOT, LiveEvents } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

const SHOWN = 20;

/** What happened without the person, and how much of it they have not seen. */
@Injectable({ providedIn: 'root' })
export class Notices {
  private readonly http = inject(HttpClient);
  private readonly count = signal(0);

  readonly unseen = this.count.asReadonly();

  constructor() {
    inject(LiveEvents)
      .on('notice')
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.readCount());
    void this.readCount();
  }

  /** The newest; they count as seen from now on. */
  async latest(): Promise<NoticeView[]> {
    const request = this.http.get<Page<NoticeView>>(`${API_ROOT}/notices`, {
      params: { limit: SHOWN },
    });
    const { items } = await firstValueFrom(request);
    if (this.unseen()) await firstValueFrom(this.http.post<void>(`${API_ROOT}/notices/seen`, {}));
    this.count.set(0);
    return items;
  }

  private async readCount(): Promise<void> {
    try {
      const request = this.http.get<UnseenNoticesView>(`${API_ROOT}/notices/unseen`);
      this.count.set((await firstValueFrom(request)).unseen);
    } catch {
      // An unreachable server is told by the page itself; the number stays as it was.
    }
  }
}
