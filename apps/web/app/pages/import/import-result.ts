import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { ImportKind, ImportStatus, ImportView } from '@belltower/dto';
import {
  Confirm,
  counted,
  formatDuration,
  formatNumber,
  Messages,
  Session,
  StatTile,
  useIcons,
} from '@belltower/ui';
import campaignIcon from '@material-symbols/svg-400/rounded/campaign.svg';
import contactsIcon from '@material-symbols/svg-400/rounded/contacts.svg';
import undoIcon from '@material-symbols/svg-400/rounded/undo.svg';
import { ImportApi } from './import-api';
import { listPath, placeOf } from './import-place';
import { ImportRejects } from './import-rejects';
import { sentenceOf } from './sentence';

/** An import under way or ended: how far it is, what came of it, and what to do next. */
@Component({
  selector: 'app-import-result',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    ImportRejects,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    RouterLink,
    StatTile,
  ],
  templateUrl: './import-result.html',
  styleUrl: './import-result.scss',
})
export class ImportResult {
  readonly job = input.required<ImportView>();
  readonly changed = output<ImportView>();

  protected readonly Status = ImportStatus;
  protected readonly place = computed(() => placeOf(this.job()));
  protected readonly isOfContacts = computed(() => this.job().kind === ImportKind.Contacts);
  protected readonly listPath = computed(() => listPath(this.job()));
  protected readonly session = inject(Session);
  protected readonly sentence = computed(() => sentenceOf(this.job()));
  protected readonly percent = computed(() => {
    const { bytesRead, sizeBytes, undone, imported, status } = this.job();
    if (status === ImportStatus.Undoing) return (100 * undone) / Math.max(1, imported);
    return (100 * bytesRead) / Math.max(1, sizeBytes);
  });
  protected readonly isUnderWay = computed(() =>
    [ImportStatus.Queued, ImportStatus.Running, ImportStatus.Undoing].includes(this.job().status),
  );
  protected readonly canUndo = computed(() => !this.isUnderWay() && this.kept() > 0);
  /** What this import brought and has not been taken back. */
  protected readonly kept = computed(() =>
    this.job().status === ImportStatus.Undone ? 0 : this.job().imported,
  );
  protected readonly tiles = computed(() => {
    const job = this.job();
    const counts = [
      { label: 'Imported', value: formatNumber(job.imported) },
      ...(this.isOfContacts() ? [{ label: 'Updated', value: formatNumber(job.updated) }] : []),
      { label: 'Already there', value: formatNumber(job.duplicatesInPhonebook) },
      { label: 'Repeated in the file', value: formatNumber(job.duplicatesInFile) },
      { label: 'Rejected', value: formatNumber(job.rejected) },
    ];
    const speed = { label: 'Rows per second', value: formatNumber(job.rowsPerSecond) };
    const left = { label: 'Time left', value: formatDuration(job.secondsLeft) };
    return job.status === ImportStatus.Running ? [...counts, speed, left] : counts;
  });
  protected readonly reasons = computed(() =>
    Object.entries(this.job().rejectedBecause)
      .map(([kind, rows]) => ({ kind, rows: Number(rows) }))
      .sort((a, b) => b.rows - a.rows),
  );
  protected readonly formatNumber = formatNumber;

  private readonly imports = new ImportApi();
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  constructor() {
    useIcons({ campaign: campaignIcon, contacts: contactsIcon, undo: undoIcon });
  }

  protected async cancel(): Promise<void> {
    const agreed = await this.confirm.ask({
      title: 'Stop this import?',
      text: 'What has been imported stays, and can be taken back afterwards. The rest of the file is not imported.',
      action: 'Stop the import',
      cancel: 'Go on importing',
    });
    if (agreed) await this.step('cancel');
  }

  protected async undo(): Promise<void> {
    const { updated } = this.job();
    const contacts = this.place().counted(this.kept());
    const stays = updated
      ? ` ${counted(updated, 'contact', 'contacts')} that it updated ${updated === 1 ? 'stays' : 'stay'} as the file changed ${updated === 1 ? 'it' : 'them'}.`
      : '';
    const agreed = await this.confirm.ask({
      title: `Take back ${contacts}?`,
      text: this.isOfContacts()
        ? `The contacts that this import created leave the phonebook and running campaigns, with whatever was changed on them since. Calls, messages and reports stay.${stays}`
        : 'The numbers that this import brought leave the list, and may be called and texted again unless another list or an opt-out forbids it.',
      action: this.isOfContacts() ? `Delete ${contacts}` : `Take off ${contacts}`,
      danger: true,
    });
    if (agreed) await this.step('undo');
  }

  private async step(verb: 'cancel' | 'undo'): Promise<void> {
    try {
      this.changed.emit(await this.imports.action(this.job().id, verb));
    } catch (thrown) {
      this.messages.fail(thrown);
    }
  }
}
