import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { API_ROOT, ApiProblem, firstMessage, FORM_FIELD_DEFAULTS } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { FrontPage } from './front-page';

/** Asks for a link by e-mail. The answer is the same whether the address is known or not. */
@Component({
  selector: 'app-forgotten-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    FormField,
    FormRoot,
    FrontPage,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
  ],
  template: `
    <app-front-page
      title="Forgotten password"
      purpose="We send a link with which you choose a new one."
    >
      @if (sentTo()) {
        <p class="panel done" role="status">
          If {{ sentTo() }} belongs to somebody here, a link is on its way. It holds for one hour.
          If nothing comes, ask the person who runs this installation: they can give you a link.
        </p>
      } @else {
        <form [formRoot]="form" novalidate>
          @if (problem()) {
            <p class="failed" role="alert">{{ problem() }}</p>
          }
          <mat-form-field>
            <mat-label>E-mail</mat-label>
            <input matInput type="email" autocomplete="username" [formField]="form.email" />
            <mat-error>{{ message(form.email().errors()) }}</mat-error>
          </mat-form-field>
          <button matButton="filled" type="submit">Send the link</button>
        </form>
      }
      <p class="below"><a routerLink="/sign-in">Back to sign-in</a></p>
    </app-front-page>
  `,
  styleUrl: './front-form.scss',
})
export class ForgottenPassword {
  private readonly http = inject(HttpClient);

  protected readonly sentTo = signal('');
  protected readonly problem = signal('');
  protected readonly message = firstMessage;
  protected readonly form = form(
    signal({ email: '' }),
    (path) => {
      required(path.email, { message: 'Your e-mail address is needed' });
      email(path.email, { message: 'This is not an e-mail address' });
    },
    { submission: { action: () => this.submit() } },
  );

  private async submit(): Promise<void> {
    this.problem.set('');
    const input = this.form().value();
    try {
      await firstValueFrom(this.http.post<void>(`${API_ROOT}/password/forgotten`, input));
      this.sentTo.set(input.email);
    } catch (problem) {
      this.problem.set(ApiProblem.of(problem).message);
    }
  }
}
