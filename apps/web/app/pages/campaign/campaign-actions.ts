import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { CampaignView } from '@belltower/dto';
import { MENU, Session, useIcons } from '@belltower/ui';
import callIcon from '@material-symbols/svg-400/rounded/call.svg';
import messageIcon from '@material-symbols/svg-400/rounded/sms.svg';
import copyIcon from '@material-symbols/svg-400/rounded/content_copy.svg';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import editIcon from '@material-symbols/svg-400/rounded/edit.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause.svg';
import restIcon from '@material-symbols/svg-400/rounded/phone_forwarded.svg';
import startIcon from '@material-symbols/svg-400/rounded/play_arrow.svg';
import reportIcon from '@material-symbols/svg-400/rounded/summarize.svg';
import stopIcon from '@material-symbols/svg-400/rounded/stop.svg';
import { CampaignCommands } from './campaign-commands';
import { isOver } from './campaign-progress';
import { panelWords } from './panel-words';

/** The buttons of one campaign: in words on its page, as icons in a list. */
@Component({
  selector: 'app-campaign-actions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU, RouterLink],
  template: `
    @let row = campaign();
    @if (row.status !== 'draft' && session.can('report.read')) {
      @if (!small()) {
        <a matButton="outlined" [routerLink]="['/campaigns', row.id, 'report']">
          <mat-icon svgIcon="summarize" />Report
        </a>
      } @else if (over()) {
        <a
          matIconButton
          [attr.aria-label]="'Report of ' + row.name"
          title="Report"
          [routerLink]="['/campaigns', row.id, 'report']"
        >
          <mat-icon svgIcon="summarize" />
        </a>
      }
    }
    @if (session.can('campaign.write')) {
      @if (small()) {
        @switch (row.status) {
          @case ('draft') {
            <button
              matIconButton
              [attr.aria-label]="'Start ' + row.name"
              title="Start"
              (click)="start()"
            >
              <mat-icon svgIcon="play_arrow" />
            </button>
          }
          @case ('running') {
            <button
              matIconButton
              [attr.aria-label]="'Pause ' + row.name"
              title="Pause"
              (click)="pause()"
            >
              <mat-icon svgIcon="pause" />
            </button>
          }
          @case ('paused') {
            <button
              matIconButton
              [attr.aria-label]="'Resume ' + row.name"
              title="Resume"
              (click)="resume()"
            >
              <mat-icon svgIcon="play_arrow" />
            </button>
          }
        }
      } @else {
        @if (mayTest()) {
          <button matButton="outlined" (click)="commands.test(row)">
            <mat-icon [svgIcon]="words().icon" />{{ words().test }}
          </button>
        }
        @switch (row.status) {
          @case ('draft') {
            <a matButton="outlined" [routerLink]="['/campaigns', row.id, 'edit']">
              <mat-icon svgIcon="edit" />Edit
            </a>
            <button matButton="filled" (click)="start()">
              <mat-icon svgIcon="play_arrow" />Start
            </button>
          }
          @case ('running') {
            <button matButton="outlined" (click)="stop()"><mat-icon svgIcon="stop" />Stop…</button>
            <button matButton="filled" (click)="pause()"><mat-icon svgIcon="pause" />Pause</button>
          }
          @case ('paused') {
            <button matButton="outlined" (click)="stop()"><mat-icon svgIcon="stop" />Stop…</button>
            <button matButton="filled" (click)="resume()">
              <mat-icon svgIcon="play_arrow" />Resume
            </button>
          }
          @default {
            <button matButton="outlined" (click)="commands.callRest(row)">
              <mat-icon svgIcon="phone_forwarded" />{{ words().rest }}…
            </button>
          }
        }
      }
      <button matIconButton [appMenuFor]="menu" [attr.aria-label]="'More for ' + row.name">
        <mat-icon svgIcon="more_vert" />
      </button>
      <app-menu #menu="appMenu" xPosition="before">
        @switch (row.status) {
          @case ('draft') {
            <button app-menu-item (click)="start()">
              <mat-icon svgIcon="play_arrow" /><span>Start</span>
            </button>
          }
          @case ('running') {
            <button app-menu-item (click)="pause()">
              <mat-icon svgIcon="pause" /><span>Pause</span>
            </button>
          }
          @case ('paused') {
            <button app-menu-item (click)="resume()">
              <mat-icon svgIcon="play_arrow" /><span>Resume</span>
            </button>
          }
        }
        @if (!over()) {
          <a app-menu-item [routerLink]="['/campaigns', row.id, 'edit']">
            <mat-icon svgIcon="edit" /><span>Edit</span>
          </a>
        }
        @if (mayTest()) {
          <button app-menu-item (click)="commands.test(row)">
            <mat-icon [svgIcon]="words().icon" /><span>{{ words().test }}</span>
          </button>
        }
        @if (row.status === 'running' || row.status === 'paused') {
          <button app-menu-item (click)="stop()">
            <mat-icon svgIcon="stop" /><span>Stop…</span>
          </button>
        }
        @if (over()) {
          <button app-menu-item (click)="commands.callRest(row)">
            <mat-icon svgIcon="phone_forwarded" /><span>{{ words().rest }}…</span>
          </button>
        }
        @if (small() && row.status !== 'draft' && session.can('report.read')) {
          <a app-menu-item [routerLink]="['/campaigns', row.id, 'report']">
            <mat-icon svgIcon="summarize" /><span>Report</span>
          </a>
        }
        <button app-menu-item (click)="commands.duplicate(row)">
          <mat-icon svgIcon="content_copy" /><span>Duplicate</span>
        </button>
        @if (commands.mayRemove(row)) {
          <button app-menu-item (click)="remove()">
            <mat-icon svgIcon="delete" /><span>Delete…</span>
          </button>
        }
      </app-menu>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }
    :host(.small) {
      flex-wrap: nowrap;
      gap: 0;
    }
    /* A card on a phone has room for one button: the menu has them all. */
    @media (max-width: 599px) {
      :host(.small) > button:not([aria-haspopup]),
      :host(.small) > a:not(:last-child) {
        display: none;
      }
    }
  `,
  host: { '[class.small]': 'small()' },
})
export class CampaignActionsBar {
  readonly campaign = input.required<CampaignView>();
  readonly small = input(false);
  readonly changed = output<void>();
  readonly removed = output<void>();

  protected readonly session = inject(Session);
  protected readonly commands = inject(CampaignCommands);
  protected readonly words = () => panelWords(this.campaign());
  protected readonly over = () => isOver(this.campaign().status);
  /** It reaches a number that anybody may type, over a gateway that costs. */
  protected readonly mayTest = () => this.session.can('gateway.write') && !this.over();

  constructor() {
    useIcons({
      call: callIcon,
      sms: messageIcon,
      content_copy: copyIcon,
      delete: deleteIcon,
      edit: editIcon,
      more_vert: moreIcon,
      pause: pauseIcon,
      phone_forwarded: restIcon,
      play_arrow: startIcon,
      stop: stopIcon,
      summarize: reportIcon,
    });
  }

  protected start = () => this.after(this.commands.start(this.campaign()));
  protected pause = () => this.after(this.commands.pause(this.campaign()));
  protected resume = () => this.after(this.commands.resume(this.campaign()));
  protected stop = () => this.after(this.commands.stop(this.campaign()));

  protected async remove(): Promise<void> {
    if (await this.commands.remove(this.campaign())) this.removed.emit();
  }

  private async after(command: Promise<boolean>): Promise<void> {
    if (await command) this.changed.emit();
  }
}
