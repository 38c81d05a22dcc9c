import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { ApiProblem, Session } from '@belltower/ui';
import { FrontPage } from './front-page';
import { withinPanel } from './within-panel';

/** The panel cannot open now: the server is out of reach, or the account is suspended. Says why, and tries again. */
@Component({
  selector: 'app-turned-away',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FrontPage, MatButtonModule, RouterLink],
  template: `
    <app-front-page [title]="refused() ? 'No access' : 'Not available now'">
      <p class="reason" role="status">{{ reason() }}</p>
      <button matButton="filled" type="button" [disabled]="me.isLoading()" (click)="me.reload()">
        {{ me.isLoading() ? 'Trying…' : 'Try again' }}
      </button>
      @if (refused()) {
        <a matButton routerLink="/sign-in">Sign in as somebody else</a>
      }
    </app-front-page>
  `,
  styles: `
    .reason {
      min-height: 40px;
      margin: 16px 0 24px;
    }
  `,
})
export class TurnedAway {
  /** Address within the panel to open once it can. */
  readonly return = input('/');

  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly me = resource({ loader: () => this.session.restore() });
  private readonly problem = computed(() => {
    const error = this.me.error();
    return error ? ApiProblem.of(error) : null;
  });
  protected readonly refused = computed(() => this.problem()?.status === 403);
  protected readonly reason = computed(() => this.problem()?.message ?? '');

  constructor() {
    effect(() => {
      // Answered at last: the panel opens, or the sign-in page does where nobody is signed in.
      if (this.me.hasValue()) void this.router.navigateByUrl(withinPanel(this.return()));
    });
  }
}
