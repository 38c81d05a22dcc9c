import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { SuppressionListView } from '@belltower/dto';
import {
  counted,
  formatNumber,
  PageTabs,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import { SUPPRESSION_TABS, SuppressionListApi } from './suppression-api';

/** The do-not-call lists of the account. */
@Component({
  selector: 'app-suppression-lists',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, PageTabs, RESOURCE_PAGE, RouterLink],
  template: `
    <app-resource-page
      [resource]="lists"
      base="do-not-call/lists"
      title="Do-not-call lists"
      purpose="A list applies to every campaign, or only to the campaigns that name it."
    >
      <app-page-tabs [tabs]="tabs" />
      <ng-template cell="numbers" let-row>
        <a routerLink="/do-not-call" [queryParams]="{ listId: row.id }">{{
          formatNumber(row.numbers)
        }}</a>
      </ng-template>
      <ng-template actions let-row>
        @if (session.can('suppression.write')) {
          <button matIconButton [attr.aria-label]="'Delete ' + row.name" (click)="remove(row)">
            <mat-icon svgIcon="delete" />
          </button>
        }
      </ng-template>
    </app-resource-page>
  `,
})
export class SuppressionLists {
  protected readonly lists = new SuppressionListApi();
  protected readonly session = inject(Session);
  protected readonly tabs = SUPPRESSION_TABS;
  protected readonly formatNumber = formatNumber;
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ delete: deleteIcon });
  }

  protected async remove(row: SuppressionListView): Promise<void> {
    const numbers = counted(row.numbers, 'number', 'numbers');
    const takes = `Its ${numbers} may be called again, unless another list or an opt-out forbids it. This cannot be undone.`;
    if (await this.removal.ask(this.lists, row, takes)) this.page().reload();
  }
}
