import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API_ROOT, ApiProblem } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { emailProblem, FrontField } from './front-field';
import { FrontPage } from './front-page';

/** Asks for a link by e-mail. The answer is the same whether the address is known or not. */
@Component({
  selector: 'app-forgotten-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FrontField, FrontPage, RouterLink],
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
        <form novalidate (submit)="$event.preventDefault(); submit()">
          @if (problem()) {
            <p class="failed" role="alert">{{ problem() }}</p>
          }
          <app-front-field
            label="E-mail"
            autocomplete="username"
            [(value)]="email"
            [problem]="tried() ? wrong() : ''"
          />
          <button class="submit" type="submit">Send the link</button>
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
  protected readonly email = signal('');
  protected readonly tried = signal(false);
  protected readonly wrong = computed(() => emailProblem(this.email()));

  protected async submit(): Promise<void> {
    this.tried.set(true);
    if (this.wrong()) return;
    this.problem.set('');
    const input = { email: this.email().trim() };
    try {
      await firstValueFrom(this.http.post<void>(`${API_ROOT}/password/forgotten`, input));
      this.sentTo.set(input.email);
    } catch (problem) {
      this.problem.set(ApiProblem.of(problem).message);
    }
  }
}
