import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { CampaignView, Page } from '@belltower/dto';
import { API_ROOT, formatNumber, LiveEvents, Session } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

/** While anything is under way the server tells how much every second; silence for this long is worth asking. */
const SILENCE_MS = 10_000;

/** A message is handed over in a moment: what says something about messages is how many go out in a minute. */
interface UnderWay {
  callsNow: number;
  messagesLastMinute: number;
}

/** One figure of the top bar: `amount` always shows, `unit` where there is little room, `words` where there is more. */
interface Figure {
  amount: string;
  unit: string;
  words: string;
}

/** What the account does at this moment: calls that are on the line, messages that went out in the last minute. */
@Injectable({ providedIn: 'root' })
export class LiveNow {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly underWay = signal<UnderWay | null>(null);
  private silence?: ReturnType<typeof setTimeout>;

  /** Empty where nothing is under way, null while that is not known. */
  readonly figures = computed(() => {
    const now = this.underWay();
    return now && figuresOf(now);
  });

  constructor() {
    const hints = inject(LiveEvents)
      .on('calls')
      .subscribe(({ data }) => {
        const { callsNow, messagesLastMinute } = data;
        if (typeof callsNow === 'number' && typeof messagesLastMinute === 'number')
          this.tell({ callsNow, messagesLastMinute });
        else void this.read();
      });
    inject(DestroyRef).onDestroy(() => {
      hints.unsubscribe();
      clearTimeout(this.silence);
    });
    void this.read();
  }

  private tell(now: UnderWay | null): void {
    this.underWay.set(now);
    clearTimeout(this.silence);
    if (now?.callsNow || now?.messagesLastMinute)
      this.silence = setTimeout(() => void this.read(), SILENCE_MS);
  }

  private async read(): Promise<void> {
    if (document.hidden || !this.session.can('campaign.read')) return;
    const params = { status: 'running', limit: 200 };
    try {
      const request = this.http.get<Page<CampaignView>>(`${API_ROOT}/campaigns`, { params });
      const { items } = await firstValueFrom(request);
      const sum = (channel: `${CampaignView['channel']}`, of: 'inProgress' | 'callsLastMinute') =>
        items.reduce((all, one) => all + (one.channel === channel ? (one[of] ?? 0) : 0), 0);
      this.tell({
        callsNow: sum('voice', 'inProgress'),
        messagesLastMinute: sum('sms', 'callsLastMinute'),
      });
    } catch {
      // An unreachable server is told by the page itself; here the number only goes away.
      this.tell(null);
    }
  }
}

function figuresOf({ callsNow, messagesLastMinute }: UnderWay): Figure[] {
  const figure = (count: number, unit: string, one: string, many: string): Figure[] =>
    count ? [{ amount: formatNumber(count), unit, words: count === 1 ? one : many }] : [];
  return [
    ...figure(callsNow, '', 'call now', 'calls now'),
    ...figure(messagesLastMinute, '/min', 'message a minute', 'messages a minute'),
  ];
}
