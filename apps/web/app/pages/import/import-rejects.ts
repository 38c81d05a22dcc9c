import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { ImportRejectView, ImportView } from '@belltower/dto';
import { Messages, useIcons } from '@belltower/ui';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import { ImportApi } from './import-api';

/** The rows that were not imported, with their reasons, and the file of them to mend. */
@Component({
  selector: 'app-import-rejects',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule],
  template: `
    <div class="download">
      <a matButton="outlined" [href]="imports.url(job().id + '/rejects.csv')" download>
        <mat-icon svgIcon="download" />Download rejected rows
      </a>
      <span class="muted">In the format of your file, with reason and line behind each row.</span>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Rejected rows">
      <table>
        <thead>
          <tr>
            <th class="number">Line</th>
            <th>Reason</th>
            <th>Row</th>
          </tr>
        </thead>
        <tbody>
          @for (reject of rejects(); track reject.line) {
            <tr>
              <td class="number numeric">{{ reject.line }}</td>
              <td class="reason">{{ reject.reason }}</td>
              <td class="text" [title]="reject.text">{{ reject.text }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
    @if (next()) {
      <button matButton (click)="more()">Show more</button>
    }
  `,
  styleUrl: './import-rejects.scss',
})
export class ImportRejects {
  readonly job = input.required<ImportView>();

  protected readonly imports = new ImportApi();
  protected readonly rejects = signal<readonly ImportRejectView[]>([]);
  protected readonly next = signal<string | null>(null);
  private readonly messages = inject(Messages);

  constructor() {
    useIcons({ download: downloadIcon });
    effect(() => {
      this.job();
      untracked(() => void this.read(null));
    });
  }

  protected more(): void {
    void this.read(this.next());
  }

  private async read(after: string | null): Promise<void> {
    try {
      const page = await this.imports.rejects(this.job().id, after);
      this.rejects.update((rows) => (after ? [...rows, ...page.items] : page.items));
      this.next.set(page.next);
    } catch (thrown) {
      this.messages.fail(thrown);
    }
  }
}
