import { ChangeDetectionStrategy, Component, inject, input, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { PasswordLinkView, UserView } from '@belltower/dto';
import {
  MENU,
  Confirm,
  Messages,
  type Question,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import linkIcon from '@material-symbols/svg-400/rounded/link.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import operatorIcon from '@material-symbols/svg-400/rounded/shield_person.svg';
import { SecretOnce } from './secret-once';
import type { UserApi } from './user-api';

/** The users of one account, one's own or for operators any, with what can be done with each. */
@Component({
  selector: 'app-user-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="users()"
      [base]="base()"
      [title]="title()"
      [purpose]="purpose()"
      addLabel="New user"
    >
      <ng-content />
      <ng-template cell="name" let-row>
        {{ row.name }}
        @if (row.operator) {
          <span class="mark">Operator</span>
        }
        @if (row.invited) {
          <span class="mark">Invited</span>
        }
      </ng-template>
      <ng-template actions let-row>
        @if (session.can(users().write)) {
          <button matIconButton [appMenuFor]="menu" [attr.aria-label]="'Actions for ' + row.name">
            <mat-icon svgIcon="more_vert" />
          </button>
          <app-menu #menu="appMenu" xPosition="before">
            <button app-menu-item (click)="link(row)">
              <mat-icon svgIcon="link" /><span>Link to choose a password…</span>
            </button>
            @if (users().write === 'platform.write') {
              <button app-menu-item (click)="turnOperator(row)">
                <mat-icon svgIcon="operator" />
                <span>{{ row.operator ? 'No longer an operator…' : 'Make an operator…' }}</span>
              </button>
            }
            @if (row.id !== session.me()?.id) {
              <button app-menu-item (click)="remove(row)">
                <mat-icon svgIcon="delete" /><span>Delete…</span>
              </button>
            }
          </app-menu>
        }
      </ng-template>
    </app-resource-page>
  `,
  styles: `
    .mark {
      margin-left: 8px;
      padding: 1px 8px;
      border-radius: 999px;
      background: var(--mat-sys-surface-container-highest);
      color: var(--mat-sys-on-surface-variant);
      font-size: 12px;
      font-weight: 500;
    }
  `,
})
export class UserTable {
  readonly users = input.required<UserApi>();
  /** Where the pages of the users lie. */
  readonly base = input.required<string>();
  readonly title = input('');
  readonly purpose = input('');

  protected readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly secrets = inject(SecretOnce);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      delete: deleteIcon,
      link: linkIcon,
      more_vert: moreIcon,
      operator: operatorIcon,
    });
  }

  protected async link(row: UserView): Promise<void> {
    try {
      const { link } = await this.users().action<PasswordLinkView>(row.id, 'reset-link');
      this.secrets.show({
        title: `Link for ${row.name}`,
        text: 'Whoever opens it chooses the password, once. Hand it over yourself; earlier links stop working.',
        value: link,
      });
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async turnOperator(row: UserView): Promise<void> {
    const agreed = await this.confirm.ask(row.operator ? dismissalOf(row) : appointmentOf(row));
    if (!agreed) return;
    const verb = row.operator ? 'dismiss-operator' : 'appoint-operator';
    try {
      await this.users().action(row.id, verb);
      this.messages.say(`${row.name} is ${row.operator ? 'no longer' : 'now'} an operator`);
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async remove(row: UserView): Promise<void> {
    const takes = `${row.name} is signed out everywhere and cannot sign in any more. What they did stays.`;
    if (await this.removal.ask(this.users(), row, takes)) this.page().reload();
  }
}

const appointmentOf = ({ name }: UserView): Question => ({
  title: `Make ${name} an operator?`,
  text: `Operators run this installation: every account, its users and limits, and all gateways. ${name} is signed out and signs in again as one.`,
  action: 'Make an operator',
});

const dismissalOf = ({ name }: UserView): Question => ({
  title: `Is ${name} no longer an operator?`,
  text: `${name} stays a user of this account with the same role, is signed out, and sees no other account any more.`,
  action: 'No longer an operator',
  danger: true,
});
