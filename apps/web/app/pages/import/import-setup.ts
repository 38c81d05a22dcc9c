import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import {
  ImportKind,
  ImportPreviewView,
  ImportSettings,
  ImportStartInput,
  ImportView,
} from '@belltower/dto';
import {
  ApiProblem,
  Failure,
  FORM_FIELD_DEFAULTS,
  formatCount,
  formatNumber,
  Messages,
  RelationPicker,
  ResourceForm,
} from '@belltower/ui';
import { ImportApi } from './import-api';
import { ImportColumns } from './import-columns';
import { listRoute, placeOf } from './import-place';
import { ImportPreview } from './import-preview';

/** Typing in an option rests this long before the file is read again. */
const PAUSE_MS = 300;
/** Options of the form that change how the file is read. */
const READING = [
  'delimiter',
  'encoding',
  'header',
  'defaultCountry',
  'removePrefix',
  'addPrefix',
  'inactiveValues',
] as const;
/** Of those, the ones after which columns are other columns. */
const CUTTING = ['delimiter', 'encoding', 'header'] as const;

/** Phonebook, columns and options of a file, with what would be wrong, before anything is written. */
@Component({
  selector: 'app-import-setup',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    Failure,
    ImportColumns,
    ImportPreview,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RelationPicker,
    ResourceForm,
  ],
  templateUrl: './import-setup.html',
  styleUrl: './import-setup.scss',
})
export class ImportSetup {
  readonly job = input.required<ImportView>();
  readonly phonebookId = input<number | null>(null);
  readonly listId = input<number | null>(null);
  readonly started = output<ImportView>();

  protected readonly Start = ImportStartInput;
  protected readonly formatNumber = formatNumber;
  protected readonly place = computed(() => placeOf(this.job()));
  protected readonly isOfContacts = computed(() => this.job().kind === ImportKind.Contacts);
  /** What a file goes into, as the person calls it. */
  protected readonly whole = computed(() =>
    this.isOfContacts()
      ? { label: 'Phonebook', one: 'phonebook', route: 'phonebooks', hint: 'Where the contacts go' }
      : { label: 'List', one: 'list', route: listRoute(this.job()), hint: 'Where the numbers go' },
  );
  protected readonly chosen = linkedSignal(() =>
    this.isOfContacts() ? this.phonebookId() : this.listId(),
  );
  /** Name of a phonebook or list to make; null while one that exists is chosen. */
  protected readonly newName = signal<string | null>(null);
  protected readonly preview = signal<ImportPreviewView | null>(null);
  protected readonly reading = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly initial = signal<object | null>(null);
  protected readonly rows = computed(() => {
    const { rowsEstimated, rowsChecked } = this.preview()!;
    return formatCount(rowsEstimated, rowsEstimated > rowsChecked);
  });

  private readonly imports = new ImportApi();
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);
  private readonly form = viewChild(ResourceForm);
  private columns: string[] | null = null;
  private asked = 0;
  private timer?: ReturnType<typeof setTimeout>;
  private readonly options = computed(() => this.form()?.model() ?? null, {
    equal: (a, b) => READING.every((name) => a?.[name] === b?.[name]),
  });

  constructor() {
    effect(() => {
      this.job();
      untracked(() => void this.read({}));
    });
    let before = this.options();
    effect(() => {
      const options = this.options();
      if (!options || !before) return void (before = options);
      // Another delimiter gives other columns, which are guessed anew.
      if (CUTTING.some((name) => options[name] !== before?.[name])) this.columns = null;
      before = options;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.read(this.settings()), PAUSE_MS);
    });
  }

  protected map(columns: string[]): void {
    this.columns = columns;
    void this.read(this.settings());
  }

  protected nameNew(typed: string): void {
    const stem = this.job().fileName.replace(/(\.(csv|txt|tsv))?(\.gz)?$/i, '');
    this.newName.set(typed || stem);
    this.chosen.set(null);
  }

  protected readonly start = async (input: ImportStartInput): Promise<ImportView> => {
    const name = this.newName()?.trim();
    const { one } = this.whole();
    if (!name && !this.chosen()) throw new ApiProblem(422, 'panel', `Choose a ${one} first.`);
    const target = this.isOfContacts()
      ? { phonebookId: name ? null : this.chosen(), newPhonebook: name || null }
      : { listId: name ? null : this.chosen(), newList: name || null };
    const columns = this.preview()!.columns.map(({ target }) => target);
    return this.imports.action(this.job().id, 'start', { ...input, ...target, columns });
  };

  protected async discard(): Promise<void> {
    try {
      await this.imports.remove(this.job().id);
      await this.router.navigate(['/' + this.place().base]);
    } catch (thrown) {
      this.messages.fail(thrown);
    }
  }

  protected async read(settings: ImportSettings): Promise<void> {
    const turn = ++this.asked;
    this.reading.set(true);
    try {
      const preview = await this.imports.preview(this.job().id, settings);
      // Answers may come in another order than they were asked for.
      if (turn !== this.asked) return;
      this.preview.set(preview);
      this.error.set(null);
      const { delimiter, encoding, header } = preview;
      if (!this.initial()) this.initial.set({ delimiter, encoding, header });
    } catch (thrown) {
      if (turn === this.asked) this.error.set(thrown);
    } finally {
      if (turn === this.asked) this.reading.set(false);
    }
  }

  private settings(): ImportSettings {
    const model = this.form()?.model() ?? {};
    const options = READING.map((name) => [name, model[name] === '' ? null : model[name]]);
    return { ...Object.fromEntries(options), columns: this.columns };
  }
}
