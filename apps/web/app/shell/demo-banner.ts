import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Confirm, Session } from '@belltower/ui';
import { Banner } from './banner';
import { Installation } from './installation';

/** Says on every page that the account is a demonstration, and removes it in one step. */
@Component({
  selector: 'app-demo-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Banner],
  template: `
    <app-banner
      title="Demonstration."
      text="People, numbers and calls here are made up; nobody is called."
      [action]="mayRemove() ? 'Remove demo data' : null"
      busyWords="Removing…"
      [leave]="remove"
    />
  `,
})
export class DemoBanner {
  private readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  private readonly installation = inject(Installation);

  protected readonly mayRemove = computed(
    () => this.session.can('account.write') || this.session.can('platform.write'),
  );

  protected readonly remove = async (): Promise<void> => {
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
  };
}
