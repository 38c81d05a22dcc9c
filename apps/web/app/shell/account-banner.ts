import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Confirm, Session } from '@belltower/ui';
import { Banner, WayOut } from './banner';
import { Installation } from './installation';

/** Says on every page that the account is a demonstration, or that an operator works in somebody else's. */
@Component({
  selector: 'app-account-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Banner],
  template: `
    <app-banner [class.strong]="!demo()" [title]="title()" [text]="text()" [ways]="ways()" />
  `,
})
export class AccountBanner {
  private readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  private readonly installation = inject(Installation);

  protected readonly demo = computed(() => this.session.me()?.demo ?? false);
  private readonly acting = computed(() => this.session.me()?.acting ?? false);
  protected readonly title = computed(() =>
    this.demo() ? 'Demonstration.' : `You are signed in as ${this.session.me()?.accountName}.`,
  );
  protected readonly text = computed(() =>
    this.demo()
      ? 'People, numbers and calls here are made up; nobody is called or texted.'
      : 'What you do is recorded there, in your name.',
  );
  protected readonly ways = computed(() => [
    ...(this.acting() ? [this.back] : []),
    ...(this.demo() && this.mayRemove() ? [this.removal] : []),
  ]);
  private readonly mayRemove = computed(
    () => this.session.can('account.write') || this.session.can('platform.write'),
  );

  private readonly back: WayOut = {
    label: 'Back to my account',
    shortLabel: 'Leave',
    busyLabel: 'Leaving…',
    take: async () => {
      await this.session.stopActing();
      location.assign(this.demo() ? '/' : '/platform/accounts');
    },
  };
  private readonly removal: WayOut = {
    label: 'Remove demo data',
    shortLabel: 'Remove',
    busyLabel: 'Removing…',
    take: async () => {
      const agreed = await this.confirm.ask({
        title: 'Remove the demo data?',
        text: 'The demonstration account goes with all its phonebooks, campaigns and history. Your own data stays.',
        action: 'Remove',
        danger: true,
      });
      if (!agreed) return;
      await this.installation.removeDemo();
      // Whoever removed it is in another account now: nothing that was read before is true there.
      location.assign('/');
    },
  };
}
