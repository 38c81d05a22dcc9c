import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from '@belltower/ui';

@Component({
  selector: 'app-not-found',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, RouterLink],
  template: `
    <app-empty-state
      [page]="true"
      title="There is no such page"
      text="The address may be mistyped, or what it showed is gone."
    >
      <a matButton="outlined" routerLink="/">Go to the first page</a>
    </app-empty-state>
  `,
})
export class NotFound {}
