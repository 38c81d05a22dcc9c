import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Messages } from '@belltower/ui';
import { Installation } from '../../shell/installation';

/** Offers operators the demonstration, while there is none. */
@Component({
  selector: 'app-demo-offer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    @if (demo.hasValue() && demo.value() === 0) {
      <button
        matButton="outlined"
        [disabled]="busy()"
        title="A labelled account with made-up people and a simulated gateway that calls nobody"
        (click)="add()"
      >
        {{ busy() ? 'Adding…' : 'Add demo data' }}
      </button>
    }
  `,
})
export class DemoOffer {
  protected readonly busy = signal(false);
  private readonly installation = inject(Installation);
  private readonly messages = inject(Messages);

  /** Its account; 0 where there is none, as a resource's empty value means that it is not known yet. */
  protected readonly demo = resource({
    loader: async () => (await this.installation.demoAccount()) ?? 0,
  });

  protected async add(): Promise<void> {
    this.busy.set(true);
    try {
      await this.installation.createDemo();
      // Whoever makes it is led into it.
      location.assign('/');
    } catch (problem) {
      this.messages.fail(problem);
      this.busy.set(false);
    }
  }
}
