import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
} from '@angular/core';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { Router } from '@angular/router';
import { SetUpInput } from '@belltower/dto';
import { Failure, Messages, ResourceForm, Session } from '@belltower/ui';
import { Installation } from '../shell/installation';
import { FrontPage } from './front-page';

/** The first owner of an empty installation describes themselves and their organisation. */
@Component({
  selector: 'app-set-up',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, FrontPage, MatCheckboxModule, ResourceForm],
  template: `
    <app-front-page
      class="wide"
      title="Welcome"
      purpose="This installation is new. You become its first owner and operator."
    >
      @if (state.error(); as failure) {
        <app-failure [error]="failure" (retried)="state.reload()" />
      } @else if (state.hasValue()) {
        @if (state.value().needed) {
          <app-resource-form
            [dto]="dto"
            [value]="value()"
            [save]="save"
            [omit]="token() ? ['token'] : []"
            saveLabel="Start using Belltower"
            cancelLabel="Sign in instead"
            (saved)="finish()"
            (cancelled)="goToSignIn()"
          >
            @if (state.value().demoOffered) {
              <div class="panel demo">
                <mat-checkbox [checked]="demo()" (change)="demo.set($event.checked)">
                  Add demo data
                </mat-checkbox>
                <p class="muted">
                  A labelled demonstration account with made-up people and a simulated gateway that
                  calls nobody. One click removes it.
                </p>
              </div>
            }
          </app-resource-form>
        } @else {
          <p class="panel demo">
            Somebody has set this installation up already. <a href="/sign-in">Sign in</a>.
          </p>
        }
      }
    </app-front-page>
  `,
  styles: `
    app-resource-form {
      display: block;
      margin-top: 24px;
    }
    .demo {
      padding: 12px 16px;
    }
    .demo .muted {
      padding-left: 44px;
    }
  `,
})
export class SetUp {
  /** The one-time code, from the link that the start printed. */
  readonly token = input('');

  private readonly installation = inject(Installation);
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly dto = SetUpInput;
  protected readonly demo = signal(true);
  protected readonly state = resource({ loader: () => this.installation.state() });
  protected readonly value = computed(() => ({
    token: this.token(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    defaultCountry: new Intl.Locale(navigator.language).maximize().region ?? 'US',
  }));

  protected readonly save = async (input: SetUpInput): Promise<void> => {
    await this.installation.setUp(input);
    await this.session.signIn({ email: input.email, password: input.password });
    if (this.demo() && this.state.value()?.demoOffered) await this.addDemo();
  };

  protected finish(): void {
    void this.router.navigate(['/']);
  }

  protected goToSignIn(): void {
    void this.router.navigate(['/sign-in']);
  }

  /** The owner exists by now: that demo data could not be made must not look as if they did not. */
  private async addDemo(): Promise<void> {
    try {
      await this.installation.createDemo();
      // Whoever makes the demonstration is led into it.
      await this.session.reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
