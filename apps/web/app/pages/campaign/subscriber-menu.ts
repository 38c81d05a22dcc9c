import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  input,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { isErasedNumber, type SubscriberView } from '@belltower/dto';
import { MENU, Session, useIcons } from '@belltower/ui';
import callIcon from '@material-symbols/svg-400/rounded/call.svg';
import contactIcon from '@material-symbols/svg-400/rounded/person.svg';
import checkIcon from '@material-symbols/svg-400/rounded/fact_check.svg';
import messageIcon from '@material-symbols/svg-400/rounded/sms.svg';
import helpIcon from '@material-symbols/svg-400/rounded/help.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import { firstValueFrom } from 'rxjs';
import { panelWords } from './panel-words';

/** What can be asked about one subscriber. */
@Component({
  selector: 'app-subscriber-menu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU, RouterLink],
  template: `
    @if (!erased() || row().attempts) {
      <button
        matIconButton
        [appMenuFor]="menu"
        [attr.aria-label]="'More for ' + (erased() ? 'somebody erased' : row().number)"
      >
        <mat-icon svgIcon="more_vert" />
      </button>
      <app-menu #menu="appMenu" xPosition="before">
        @if (!erased()) {
          <button app-menu-item (click)="explain()">
            <mat-icon svgIcon="help" /><span>Why not {{ words().called }}?</span>
          </button>
        }
        @if (!erased() && session.can('suppression.read')) {
          <a
            app-menu-item
            routerLink="/do-not-call/check"
            [queryParams]="{ number: row().number, campaignId: row().campaignId }"
          >
            <mat-icon svgIcon="fact_check" /><span>May it be {{ words().called }}?</span>
          </a>
        }
        @if (row().attempts) {
          <a
            app-menu-item
            [routerLink]="words().page"
            [queryParams]="{ subscriberId: row().id, period: 'all' }"
          >
            <mat-icon [svgIcon]="words().icon" /><span>Its {{ words().many }}</span>
          </a>
        }
        @if (row().contactId; as contactId) {
          <a app-menu-item [routerLink]="['/contacts', contactId]">
            <mat-icon svgIcon="person" /><span>Its contact</span>
          </a>
        }
      </app-menu>
    }
  `,
})
export class SubscriberMenu {
  readonly row = input.required<SubscriberView>();
  protected readonly erased = computed(() => isErasedNumber(this.row().number));
  protected readonly words = computed(() => panelWords(this.row()));

  protected readonly session = inject(Session);
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);

  constructor() {
    useIcons({
      call: callIcon,
      sms: messageIcon,
      fact_check: checkIcon,
      help: helpIcon,
      more_vert: moreIcon,
      person: contactIcon,
    });
  }

  protected async explain(): Promise<void> {
    const [{ MatDialog }, { NumberDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./number-dialog'),
    ]);
    const dialog = this.injector
      .get(MatDialog)
      .open(NumberDialog, { data: this.row(), maxWidth: '560px' });
    // A link in the answer leads elsewhere: the dialog does not stay in front of it.
    const left = this.router.events.subscribe(() => dialog.close());
    await firstValueFrom(dialog.afterClosed());
    left.unsubscribe();
  }
}
