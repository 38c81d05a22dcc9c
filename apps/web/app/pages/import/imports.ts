import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { ImportStatus, ImportView } from '@belltower/dto';
import {
  ApiProblem,
  Messages,
  PageHeader,
  RESOURCE_TABLE,
  ResourceTable,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { FileDrop } from './file-drop';
import { ImportApi } from './import-api';
import { fixedFor, importPlace } from './import-place';

/** Where a file is dropped, and what became of those before it. */
@Component({
  selector: 'app-imports',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    FileDrop,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    PageHeader,
    RESOURCE_TABLE,
  ],
  templateUrl: './imports.html',
  styleUrl: './imports.scss',
})
export class Imports {
  /** Phonebook or list that the person came from. */
  readonly phonebookId = input<string>();
  readonly listId = input<string>();

  protected readonly place = importPlace();
  protected readonly fixed = fixedFor(this.place);
  protected readonly imports = new ImportApi(this.place.kind);
  protected readonly Status = ImportStatus;
  protected readonly uploading = signal<string | null>(null);
  protected readonly percent = signal(0);
  protected readonly problem = signal('');
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly table = viewChild.required(ResourceTable);

  constructor() {
    useIcons({ delete: deleteIcon, upload_file: uploadIcon });
  }

  protected async take(file: File): Promise<void> {
    if (this.uploading()) return;
    this.problem.set('');
    this.percent.set(0);
    this.uploading.set(file.name);
    try {
      const { id } = await this.imports.upload(file, (part) => this.percent.set(part * 100));
      const queryParams = { phonebookId: this.phonebookId(), listId: this.listId() };
      await this.router.navigate(['/' + this.place.base, id], { queryParams });
    } catch (thrown) {
      this.problem.set(ApiProblem.of(thrown).message);
    } finally {
      this.uploading.set(null);
    }
  }

  protected async discard(row: ImportView): Promise<void> {
    try {
      await this.imports.remove(row.id);
      this.messages.say(`${row.fileName} discarded`);
    } catch (thrown) {
      this.messages.fail(thrown);
    }
    this.table().reload();
  }

  protected readonly link = (row: ImportView) => ['/' + this.place.base, row.id];
}
