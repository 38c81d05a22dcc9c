import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Session } from '@belltower/ui';
import { Banner } from './banner';

/** Says on every page that an operator works in somebody else's account, and leads back. */
@Component({
  selector: 'app-acting-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Banner],
  template: `
    <app-banner
      class="strong"
      [title]="title()"
      text="What you do is recorded there, in your name."
      action="Back to my account"
      busyWords="Leaving…"
      [leave]="leave"
    />
  `,
})
export class ActingBanner {
  private readonly session = inject(Session);
  protected readonly title = computed(
    () => `You are signed in as ${this.session.me()?.accountName}.`,
  );

  protected readonly leave = async (): Promise<void> => {
    await this.session.stopActing();
    location.assign('/platform/accounts');
  };
}
