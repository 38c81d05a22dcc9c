import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from '@belltower/ui';

@Component({
  selector: 'app-not-allowed',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, RouterLink],
  template: `
    <app-empty-state
      [page]="true"
      title="This page is not for your role"
      text="An owner of your account can change what you may see and do."
    >
      <a matButton="outlined" routerLink="/">Go to the first page</a>
    </app-empty-state>
  `,
})
export class NotAllowed {}
