import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { ApiProblem, Session } from '@belltower/ui';
import { emailProblem, FrontField } from './front-field';
import { FrontPage } from './front-page';
import { withinPanel } from './within-panel';

/** Sign-in by e-mail and password; afterwards the page that was asked for opens. */
@Component({
  selector: 'app-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FrontField, FrontPage, RouterLink],
  template: `
    <app-front-page
      title="Sign in"
      purpose="Calls and texts large lists of people, and tells what became of every call."
    >
      <form novalidate (submit)="$event.preventDefault(); submit()">
        @if (problem()) {
          <p class="failed" role="alert">{{ problem() }}</p>
        }
        <app-front-field
          label="E-mail"
          autocomplete="username"
          [(value)]="email"
          [problem]="problems().email"
        />
        <app-front-field
          label="Password"
          type="password"
          autocomplete="current-password"
          [(value)]="password"
          [problem]="problems().password"
        />
        <button class="submit" type="submit">{{ busy() ? 'Signing in…' : 'Sign in' }}</button>
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
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly problem = signal('');
  protected readonly busy = signal(false);
  private readonly tried = signal(false);
  private readonly wrong = computed(() => ({
    email: emailProblem(this.email()),
    password: this.password() ? '' : 'Your password is needed',
  }));
  /** Nobody is told off before they have tried. */
  protected readonly problems = computed(() =>
    this.tried() ? this.wrong() : { email: '', password: '' },
  );

  protected async submit(): Promise<void> {
    if (this.busy()) return;
    this.tried.set(true);
    const { email, password } = this.wrong();
    if (email || password) return this.focus(email ? 0 : 1);
    this.problem.set('');
    this.busy.set(true);
    try {
      await this.session.signIn({ email: this.email().trim(), password: this.password() });
      await this.router.navigateByUrl(withinPanel(this.return()));
    } catch (problem) {
      this.problem.set(ApiProblem.of(problem).message);
    }
    this.busy.set(false);
  }

  private focus(field: number): void {
    this.host.querySelectorAll<HTMLInputElement>('input')[field]?.focus();
  }
}
