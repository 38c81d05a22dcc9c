import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  numberAttribute,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ImportStatus, ImportView } from '@belltower/dto';
import { ApiProblem, Failure, LiveEvents, PageHeader, StatusChip } from '@belltower/ui';
import { filter } from 'rxjs';
import { ImportApi } from './import-api';
import { ImportResult } from './import-result';
import { ImportSetup } from './import-setup';

/** How often an import under way is read, should its live events not come through. */
const READ_MS = 3_000;
const UNDER_WAY: readonly string[] = [
  ImportStatus.Queued,
  ImportStatus.Running,
  ImportStatus.Undoing,
];

/** One file: its mapping before the import, its progress during, and what became of it after. */
@Component({
  selector: 'app-import-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, ImportResult, ImportSetup, PageHeader, StatusChip],
  template: `
    @if (error(); as failure) {
      <app-failure [error]="failure" (retried)="read()" />
    } @else if (job(); as job) {
      <app-page-header [title]="job.fileName" [purpose]="purpose()">
        <app-status-chip beside [status]="job.status" />
      </app-page-header>
      @if (job.status === Status.Uploaded) {
        <app-import-setup
          [job]="job"
          [phonebookId]="wanted()"
          [listId]="wantedList()"
          (started)="job_.set($event)"
        />
      } @else {
        <app-import-result [job]="job" (changed)="job_.set($event)" />
      }
    }
  `,
})
export class ImportPage {
  readonly id = input.required({ transform: numberAttribute });
  /** Phonebook or list that the person came from. */
  readonly phonebookId = input<string>();
  readonly listId = input<string>();

  protected readonly Status = ImportStatus;
  protected readonly job_ = signal<ImportView | null>(null);
  protected readonly job = this.job_.asReadonly();
  protected readonly error = signal<unknown>(null);
  protected readonly wanted = computed(() => Number(this.phonebookId()) || null);
  protected readonly wantedList = computed(() => Number(this.listId()) || null);
  protected readonly purpose = computed(() => purposeOf(this.job()));
  private readonly imports = new ImportApi();
  private readonly events = inject(LiveEvents);

  constructor() {
    effect(() => void this.read(this.id()));
    this.follow();
  }

  protected async read(id = this.id()): Promise<void> {
    try {
      const job = await this.imports.get(id);
      if (id !== this.id()) return;
      this.job_.set(job);
      this.error.set(null);
    } catch (thrown) {
      // What is on the screen is better than an error that the next reading may mend.
      if (!this.job()) this.error.set(ApiProblem.of(thrown));
    }
  }

  private follow(): void {
    this.events
      .on('import')
      .pipe(
        filter(({ id }) => id === null || id === this.id()),
        takeUntilDestroyed(),
      )
      .subscribe(({ data }) => this.receive(data));
    const timer = setInterval(() => {
      if (UNDER_WAY.includes(this.job()?.status ?? '')) void this.read();
    }, READ_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Numbers while it runs come with the event; what has ended is read once more in full. */
  private receive(data: Record<string, unknown>): void {
    const job = this.job();
    if (!job || data['status'] !== ImportStatus.Running) return void this.read();
    this.job_.set({ ...job, ...(data as Partial<ImportView>) });
  }
}

function purposeOf(job: ImportView | null): string {
  if (!job) return '';
  if (job.status === ImportStatus.Uploaded)
    return 'Check how it is read, then start. Nothing is written before.';
  const into = job.phonebookName ?? job.listName;
  return into ? `Into ${into}` : '';
}
