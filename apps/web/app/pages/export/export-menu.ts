import { DOCUMENT } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { ExportFormat, ExportKind } from '@belltower/dto';
import { MENU, formatCount, Messages, Session, useIcons, zoneCity } from '@belltower/ui';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import { ExportApi } from './export-api';

const FORMATS = [
  { format: ExportFormat.Xlsx, label: 'Excel workbook', about: '.xlsx' },
  { format: ExportFormat.Csv, label: 'CSV', about: 'for any spreadsheet' },
  { format: ExportFormat.JsonLines, label: 'JSON Lines', about: 'for programs' },
] as const;

/** Has the list on screen as a file: a small one at once, a large one as soon as it has been prepared. */
@Component({
  selector: 'app-export-menu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU, RouterLink],
  template: `
    <button matButton="outlined" [appMenuFor]="formats">
      <mat-icon svgIcon="download" />Export
    </button>
    <app-menu #formats="appMenu" xPosition="before">
      @for (one of choices; track one.format) {
        <button app-menu-item (click)="start(one.format)">
          <span>{{ one.label }}</span> <span class="muted about">{{ one.about }}</span>
        </button>
      }
      <p class="note muted">
        Everything that the filters on screen leave. Times are {{ zone() }} time.
      </p>
      <a app-menu-item routerLink="/exports">Files prepared earlier</a>
    </app-menu>
  `,
  styles: `
    .about {
      font-size: 12px;
    }
    .note {
      max-width: 280px;
      padding: 4px 16px 8px;
      font-size: 12px;
    }
    @media print {
      :host {
        display: none;
      }
    }
  `,
})
export class ExportMenu {
  readonly kind = input.required<ExportKind>();
  /** The list’s filters at this moment, as in its query string; blanks are left out. */
  readonly filters = input.required<() => Readonly<Record<string, string | undefined>>>();

  private readonly exports = new ExportApi();
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly document = inject(DOCUMENT);

  protected readonly choices = FORMATS;
  protected readonly zone = computed(() => zoneCity(this.session.timeZone()));

  constructor() {
    useIcons({ download: downloadIcon });
  }

  protected async start(format: ExportFormat): Promise<void> {
    const set = Object.entries(this.filters()()).filter((entry): entry is [string, string] =>
      Boolean(entry[1]),
    );
    try {
      const { url, export: prepared } = await this.exports.start({
        ...{ kind: this.kind(), format, filters: Object.fromEntries(set), inBackground: false },
      });
      if (url) return this.download(url);
      const rows = formatCount(prepared!.rowsExpected, true);
      this.messages.offer(
        `The file with ${rows} rows is being prepared. The bell tells when it is ready.`,
        'Show',
        () => this.router.navigate(['/exports']),
      );
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  private download(url: string): void {
    const link = this.document.createElement('a');
    link.href = url;
    link.download = '';
    link.click();
  }
}
