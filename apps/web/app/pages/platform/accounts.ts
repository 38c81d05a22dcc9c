import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { AccountStatus, AccountView } from '@belltower/dto';
import {
  Confirm,
  Messages,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import resumeIcon from '@material-symbols/svg-400/rounded/play_circle.svg';
import { AccountApi } from './account-api';

/** The customers of this installation. */
@Component({
  selector: 'app-accounts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MatMenuModule, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="accounts"
      purpose="The organisations on this installation, each with its own people, data and limits."
    >
      <ng-template actions let-row>
        <button
          matIconButton
          [matMenuTriggerFor]="menu"
          [attr.aria-label]="'Actions for ' + row.name"
        >
          <mat-icon svgIcon="more_vert" />
        </button>
        <mat-menu #menu="matMenu" xPosition="before">
          @if (row.status === Status.Active) {
            <button mat-menu-item (click)="suspend(row)">
              <mat-icon svgIcon="pause_circle" /><span>Suspend…</span>
            </button>
          } @else {
            <button mat-menu-item (click)="resume(row)">
              <mat-icon svgIcon="play_circle" /><span>Resume</span>
            </button>
          }
          <button mat-menu-item (click)="remove(row)">
            <mat-icon svgIcon="delete" /><span>Delete…</span>
          </button>
        </mat-menu>
      </ng-template>
    </app-resource-page>
  `,
})
export class Accounts {
  protected readonly accounts = new AccountApi();
  protected readonly session = inject(Session);
  protected readonly Status = AccountStatus;
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      delete: deleteIcon,
      more_vert: moreIcon,
      pause_circle: pauseIcon,
      play_circle: resumeIcon,
    });
  }

  protected async suspend(row: AccountView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Suspend “${row.name}”?`,
      text: 'Its campaigns stop calling within a second and nobody of the account can sign in. Nothing is deleted.',
      action: 'Suspend',
      danger: true,
    });
    if (agreed) await this.turn(row, 'suspend', 'suspended');
  }

  protected resume(row: AccountView): Promise<void> {
    return this.turn(row, 'resume', 'active again');
  }

  protected async remove(row: AccountView): Promise<void> {
    const takes =
      'All of it goes: its people, contacts, campaigns and history. This cannot be undone.';
    if (await this.removal.ask(this.accounts, row, takes)) this.page().reload();
  }

  private async turn(row: AccountView, verb: 'suspend' | 'resume', word: string): Promise<void> {
    try {
      await this.accounts.action(row.id, verb);
      this.messages.say(`“${row.name}” is ${word}`);
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
