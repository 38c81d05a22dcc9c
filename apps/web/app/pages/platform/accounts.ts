import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { AccountStatus, AccountView } from '@belltower/dto';
import {
  MENU,
  Confirm,
  Messages,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import groupIcon from '@material-symbols/svg-400/rounded/group.svg';
import signInIcon from '@material-symbols/svg-400/rounded/login.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import resumeIcon from '@material-symbols/svg-400/rounded/play_circle.svg';
import { AccountApi } from './account-api';
import { DemoOffer } from './demo-offer';

/** The customers of this installation. */
@Component({
  selector: 'app-accounts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DemoOffer, MatButtonModule, MatIconModule, MENU, RESOURCE_PAGE, RouterLink],
  template: `
    <app-resource-page
      [resource]="accounts"
      purpose="The organisations on this installation, each with its own people, data and limits."
    >
      @if (session.can('platform.write')) {
        <app-demo-offer action />
      }
      <ng-template actions let-row>
        <button matIconButton [appMenuFor]="menu" [attr.aria-label]="'Actions for ' + row.name">
          <mat-icon svgIcon="more_vert" />
        </button>
        <app-menu #menu="appMenu" xPosition="before">
          <a app-menu-item [routerLink]="['/platform/accounts', row.id, 'users']">
            <mat-icon svgIcon="group" /><span>Users</span>
          </a>
          @if (row.id !== session.me()?.accountId) {
            <button app-menu-item (click)="signInAs(row)">
              <mat-icon svgIcon="login" /><span>Sign in as…</span>
            </button>
          }
          @if (row.id === session.me()?.accountId) {
            <!-- One's own account can be neither suspended nor deleted. -->
          } @else if (row.status === Status.Active) {
            <button app-menu-item (click)="suspend(row)">
              <mat-icon svgIcon="pause_circle" /><span>Suspend…</span>
            </button>
          } @else {
            <button app-menu-item (click)="resume(row)">
              <mat-icon svgIcon="play_circle" /><span>Resume</span>
            </button>
          }
          @if (row.status === Status.Suspended) {
            <button app-menu-item (click)="remove(row)">
              <mat-icon svgIcon="delete" /><span>Delete…</span>
            </button>
          }
        </app-menu>
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
      group: groupIcon,
      login: signInIcon,
      more_vert: moreIcon,
      pause_circle: pauseIcon,
      play_circle: resumeIcon,
    });
  }

  /** Afterwards nothing on the screen is true any more: the panel is loaded anew, in the other account. */
  protected async signInAs(row: AccountView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Sign in as “${row.name}”?`,
      text: 'You see and do what its owner can. The account’s activity shows that it was you, and from when to when.',
      action: 'Sign in',
    });
    if (!agreed) return;
    try {
      await this.accounts.action(row.id, 'sign-in-as');
      location.assign('/');
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async suspend(row: AccountView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Suspend “${row.name}”?`,
      text: 'Its campaigns stop within a second and nobody of the account can sign in. Nothing is deleted.',
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
