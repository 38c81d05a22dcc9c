import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Session } from '@belltower/ui';

@Component({
  selector: 'app-not-allowed',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, RouterLink],
  template: `
    <app-empty-state [page]="true" [title]="words().title" [text]="words().text">
      <a matButton="outlined" routerLink="/">Go to the first page</a>
    </app-empty-state>
  `,
})
export class NotAllowed {
  private readonly session = inject(Session);

  protected readonly words = computed(() =>
    this.session.me()?.acting
      ? {
          title: 'This page is not in this account',
          text: 'You work in the account of a customer. Go back to your own, by the line above, to open it.',
        }
      : {
          title: 'This page is not for your role',
          text: 'An owner of your account can change what you may see and do.',
        },
  );
}
