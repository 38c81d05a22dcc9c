import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import {
  ApiProblem,
  firstMessage,
  FORM_FIELD_DEFAULTS,
  PasswordControl,
  Session,
} from '@belltower/ui';
import { FrontPage } from './front-page';
import { withinPanel } from './within-panel';

/** Sign-in by e-mail and password; afterwards the page that was asked for opens. */
@Component({
  selector: 'app-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    FormField,
    FormRoot,
    FrontPage,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    PasswordControl,
    RouterLink,
  ],
  template: `
    <app-front-page
      title="Sign in"
      purpose="Calls and texts large lists of people, and tells what became of every call."
    >
      <form [formRoot]="form" novalidate>
        @if (problem()) {
          <p class="failed" role="alert">{{ problem() }}</p>
        }
        <mat-form-field>
          <mat-label>E-mail</mat-label>
          <input matInput type="email" autocomplete="username" [formField]="form.email" />
          <mat-error>{{ message(form.email().errors()) }}</mat-error>
        </mat-form-field>
        <app-password-control
          label="Password"
          autocomplete="current-password"
          [formField]="form.password"
        />
        <button matButton="filled" type="submit">
          {{ form().submitting() ? 'Signing in…' : 'Sign in' }}
        </button>
      </form>
      <p class="below"><a routerLink="/forgotten-password">Forgotten your password?</a></p>
    </app-front-page>
  `,
  styleUrl: './front-form.scss',
})
export class SignIn {
  /** Address within the panel to open afterwards. */
  readonly return = input('/');

  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly problem = signal('');
  protected readonly message = firstMessage;
  protected readonly form = form(
    signal({ email: '', password: '' }),
    (path) => {
      required(path.email, { message: 'Your e-mail address is needed' });
      email(path.email, { message: 'This is not an e-mail address' });
      required(path.password, { message: 'Your password is needed' });
    },
    {
      submission: {
        action: () => this.submit(),
        onInvalid: (field) => field().errorSummary()[0]?.fieldTree().focusBoundControl(),
      },
    },
  );

  private async submit(): Promise<void> {
    this.problem.set('');
    try {
      await this.session.signIn(this.form().value());
      await this.router.navigateByUrl(withinPanel(this.return()));
    } catch (problem) {
      this.problem.set(ApiProblem.of(problem).message);
    }
  }
}
