import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type AccountView, WeekDay } from '@belltower/dto';
import { API_ROOT, zoneCity } from '@belltower/ui';
import { daysWords } from './days-words';

/** The account's own calling hours, where it has any: a campaign keeps to them whatever it says itself. */
@Component({
  selector: 'app-account-hours',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    @if (words(); as hours) {
      <p>
        Your account calls and texts only <strong class="numeric">{{ hours }}</strong>,
        {{ clock() }}. Where a campaign’s hours are wider, these count.
        <a routerLink="/settings" target="_blank">Settings</a>
      </p>
    }
  `,
  styles: `
    p {
      margin: 0;
    }
  `,
})
export class AccountHours {
  /** Whether each contact's own clock counts; null where that is each campaign's business. */
  readonly byContact = input<boolean | null>(null);

  private readonly account = httpResource<AccountView>(() => `${API_ROOT}/account`);

  protected readonly words = computed(() => {
    if (!this.account.hasValue()) return '';
    const { callFrom, callUntil, callDays } = this.account.value();
    const days = callDays.length < Object.values(WeekDay).length ? [daysWords(callDays)] : [];
    const hours = callFrom && callUntil ? [`${callFrom} – ${callUntil}`] : [];
    return [...days, ...hours].join(', ');
  });
  protected readonly clock = computed(() => {
    if (!this.account.hasValue()) return '';
    const city = zoneCity(this.account.value().timeZone);
    const byContact = this.byContact();
    if (byContact === null)
      return `by the clock of ${city}, or of each contact where a campaign goes by that`;
    return byContact ? 'by the clock where each contact is' : `by the clock of ${city}`;
  });
}
