import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { SuppressionView } from '@belltower/dto';
import {
  EmptyState,
  Messages,
  PageTabs,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import { SUPPRESSION_TABS, SuppressionApi } from './suppression-api';

/** Numbers that must not be reached, over all lists. */
@Component({
  selector: 'app-suppressions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, MatIconModule, PageTabs, RESOURCE_PAGE, RouterLink],
  template: `
    <app-resource-page
      [resource]="suppressions"
      base="do-not-call"
      title="Do-not-call"
      addLabel="Add a number"
      purpose="Numbers that are never called. Opt-outs stand beside these lists and cannot be deleted."
      [link]="null"
    >
      <app-page-tabs [tabs]="tabs" />
      <ng-template actions let-row>
        @if (session.can('suppression.write')) {
          <button
            matIconButton
            [attr.aria-label]="'Take ' + row.number + ' off the list'"
            (click)="remove(row)"
          >
            <mat-icon svgIcon="delete" />
          </button>
        }
      </ng-template>
      <ng-template empty>
        <app-empty-state
          title="No numbers yet"
          text="Add a number that must not be called, to a list that applies everywhere or to chosen campaigns."
        >
          @if (session.can('suppression.write')) {
            <a matButton="filled" routerLink="/do-not-call/new">Add a number</a>
          }
        </app-empty-state>
      </ng-template>
    </app-resource-page>
  `,
})
export class Suppressions {
  protected readonly suppressions = new SuppressionApi();
  protected readonly session = inject(Session);
  protected readonly tabs = SUPPRESSION_TABS;
  private readonly messages = inject(Messages);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ delete: deleteIcon });
  }

  /** One number is quickly put back: undo instead of a question. */
  protected async remove({ id, listId, number, reason }: SuppressionView): Promise<void> {
    try {
      await this.suppressions.remove(id);
      this.page().reload();
      this.messages.offer(`${number} may be called again`, 'Undo', async () => {
        await this.suppressions.create({ listId, number, reason });
        this.page().reload();
      });
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
