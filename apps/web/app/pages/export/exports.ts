import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { ExportKind, ExportStatus, ExportView } from '@belltower/dto';
import {
  EmptyState,
  formatBytes,
  formatCount,
  formatNumber,
  formatShare,
  Messages,
  ProgressBar,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  StatusChip,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import cancelIcon from '@material-symbols/svg-400/rounded/cancel.svg';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import { ExportApi } from './export-api';

/** Where the list of each kind lies in the panel. */
const PLACES: Readonly<Record<ExportKind, { path: string; title: string }>> = {
  [ExportKind.Calls]: { path: '/calls', title: 'Calls' },
  [ExportKind.Daily]: { path: '/daily', title: 'Daily report' },
  [ExportKind.Messages]: { path: '/messages', title: 'Messages' },
  [ExportKind.DailyMessages]: { path: '/daily/messages', title: 'Daily report of messages' },
  [ExportKind.Subscribers]: { path: '/subscribers', title: 'Subscribers' },
  [ExportKind.Contacts]: { path: '/contacts', title: 'Contacts' },
  [ExportKind.DoNotCall]: { path: '/do-not-call', title: 'Do-not-call numbers' },
  [ExportKind.Replies]: { path: '/replies', title: 'Replies' },
};

/** Files that are being prepared, or wait to be downloaded. */
@Component({
  selector: 'app-exports',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    MatButtonModule,
    MatIconModule,
    ProgressBar,
    RESOURCE_PAGE,
    RouterLink,
    StatusChip,
  ],
  template: `
    <app-resource-page
      [resource]="exports"
      [addable]="false"
      [link]="null"
      live="export"
      [purpose]="purpose()"
    >
      <ng-template cell="kind" let-row>
        <a
          class="quiet"
          [routerLink]="placeOf(row).path"
          [queryParams]="row.filters"
          title="Open the list with these filters"
          >{{ placeOf(row).title }}</a
        >
      </ng-template>
      <ng-template cell="status" let-row>
        @if (row.status === Status.Running) {
          <div class="progress">
            <app-progress-bar
              [parts]="[{ status: 'running', count: row.rows, label: 'Written' }]"
              [total]="row.rowsExpected"
            />
            <span class="numeric small">{{ share(row) }}</span>
          </div>
        } @else {
          <app-status-chip [status]="row.status" [hint]="row.problem ?? ''" />
        }
      </ng-template>
      <ng-template cell="rows" let-row>
        <span class="numeric">{{ rowsOf(row) }}</span>
      </ng-template>
      <ng-template cell="sizeBytes" let-row>
        <span class="numeric">{{ row.sizeBytes ? formatBytes(row.sizeBytes) : '—' }}</span>
      </ng-template>
      <ng-template actions let-row>
        @if (row.status === Status.Finished) {
          <a
            matIconButton
            [href]="exports.fileUrl(row)"
            download
            [attr.aria-label]="'Download ' + placeOf(row).title"
            title="Download"
          >
            <mat-icon svgIcon="download" />
          </a>
        }
        @if (row.removable && isUnderWay(row)) {
          <button
            matIconButton
            [attr.aria-label]="'Cancel ' + placeOf(row).title"
            title="Cancel"
            (click)="cancel(row)"
          >
            <mat-icon svgIcon="cancel" />
          </button>
        } @else if (row.removable) {
          <button
            matIconButton
            [attr.aria-label]="'Delete ' + placeOf(row).title"
            title="Delete"
            (click)="remove(row)"
          >
            <mat-icon svgIcon="delete" />
          </button>
        }
      </ng-template>
      <ng-template empty>
        <app-empty-state
          title="No files"
          text="Long lists are prepared here when you export them; short ones are downloaded at once. Export stands above every list."
        >
          <a matButton="outlined" routerLink="/calls">Open calls</a>
        </app-empty-state>
      </ng-template>
    </app-resource-page>
  `,
  styles: `
    .quiet {
      color: inherit;
      text-decoration: none;
    }
    .quiet:hover {
      text-decoration: underline;
    }
    .progress {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 140px;
    }
    app-progress-bar {
      flex: 1;
    }
    .small {
      font-size: 12px;
    }
  `,
})
export class Exports {
  protected readonly exports = new ExportApi();
  protected readonly Status = ExportStatus;
  protected readonly formatBytes = formatBytes;
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);
  private readonly page = viewChild.required(ResourcePage);

  protected readonly purpose = computed(
    () =>
      `Lists as files, for everybody in the account who may see the list. Times in them are ${zoneCity(this.session.timeZone())} time.`,
  );

  constructor() {
    useIcons({ cancel: cancelIcon, delete: deleteIcon, download: downloadIcon });
  }

  protected placeOf({ kind }: ExportView) {
    return PLACES[kind];
  }

  protected share({ rows, rowsExpected }: ExportView): string {
    return formatShare(Math.min(rows, rowsExpected), rowsExpected);
  }

  protected rowsOf({ rows, rowsExpected, status }: ExportView): string {
    if (status === ExportStatus.Finished) return formatNumber(rows);
    return this.isUnderWay({ status }) ? formatCount(rowsExpected, true) : '—';
  }

  protected isUnderWay({ status }: Pick<ExportView, 'status'>): boolean {
    return status === ExportStatus.Queued || status === ExportStatus.Running;
  }

  protected async cancel(row: ExportView): Promise<void> {
    await this.attempt(() => this.exports.action(row.id, 'cancel'), 'Export cancelled');
  }

  protected async remove(row: ExportView): Promise<void> {
    await this.attempt(() => this.exports.remove(row.id), 'File deleted');
  }

  private async attempt(step: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await step();
      this.messages.say(done);
    } catch (problem) {
      this.messages.fail(problem);
    }
    this.page().reload();
  }
}
