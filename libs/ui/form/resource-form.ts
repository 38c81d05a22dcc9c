import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChildren,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import {
  disabled,
  Field,
  FieldTree,
  form,
  FormRoot,
  required,
  SchemaPath,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { decidersOf, Dto, FieldSpec, fieldsFor, fieldsOf } from '@belltower/dto';
import { ApiProblem } from '../api/problem';
import { UnsavedChanges } from '../session/unsaved-changes';
import { FieldControl } from './field-control';
import { FieldTemplate } from './field-template';
import { FormModel, inputOf, modelOf, rulesOf } from './form-model';
import { type Reread, takenOverWords, takeOver } from './take-over';

/** How codes end that refuse to replace what somebody else has changed. */
const CHANGED_MEANWHILE = '.changed-meanwhile';

/** Fields of these kinds take the whole width; the others pair up where there is room. */
const WIDE: readonly FieldSpec['kind'][] = [
  'multiline',
  'variables',
  'relations',
  'choices',
  'dates',
];

/**
 * A form generated from a DTO: its sections, a control for each field, the DTO's own rules as
 * validation. `save` gets the input; when it rejects, the server's errors land under their fields.
 * A page draws a field itself with `<ng-template field="name">`.
 */
@Component({
  selector: 'app-resource-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FieldControl, FormRoot, MatButtonModule, MatProgressBarModule, NgTemplateOutlet],
  templateUrl: './resource-form.html',
  styleUrl: './resource-form.scss',
})
export class ResourceForm<T extends object> {
  readonly dto = input.required<Dto<T>>();
  /** The record to change, or some first values of a new one. */
  readonly value = input<object>({});
  readonly save = input.required<(input: T) => Promise<unknown>>();
  readonly saveLabel = input('Save');
  readonly cancelLabel = input('Cancel');
  /** Why a field cannot be changed now, by its name. */
  readonly locked = input<Readonly<Record<string, string>>>({});
  /** Fields that this page does not show; they keep their value. */
  readonly omit = input<readonly string[]>([]);

  /** Reads the record again, for a `save` that is refused where somebody else has saved it meanwhile. */
  readonly reread = input<(() => Promise<Reread>) | null>(null);

  /** Field templates of the page around the form; by default those in the form's own content. */
  readonly templates = input<readonly FieldTemplate[] | null>(null);

  readonly saved = output<unknown>();
  readonly cancelled = output();

  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly ownTemplates = contentChildren(FieldTemplate);

  /** What is typed where it decides which fields there are, and how they are called. */
  private readonly deciding = computed(
    () => {
      const model = this.model();
      return Object.fromEntries(decidersOf(this.dto()).map((name) => [name, model[name]]));
    },
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  private readonly counting = computed(() => fieldsFor(this.dto(), this.deciding()));
  protected readonly fields = computed(() =>
    this.counting().filter(({ name }) => !this.omit().includes(name)),
  );
  protected readonly sections = computed(() => sectionsOf(this.fields()));
  protected readonly overrides = computed(
    () =>
      new Map(
        (this.templates() ?? this.ownTemplates()).map(({ name, template }) => [name(), template]),
      ),
  );

  /** What is typed at present, for hints that depend on it. */
  readonly model = linkedSignal<FormModel>(() => modelOf(this.dto(), this.value()));
  /** What would be sent of it. */
  readonly sent = computed(() => inputOf(this.dto(), this.model()));
  readonly form = computed(() => this.build(this.dto(), fieldsOf(this.dto())));

  /** Why the last attempt to save failed, where no field is to blame. */
  protected readonly problem = signal('');
  private readonly attempted = signal(false);
  private readonly done = signal(false);
  protected readonly saving = computed(() => this.form()().submitting());
  protected readonly attention = computed(() => {
    const faulty = new Set(
      this.form()()
        .errorSummary()
        .map(({ fieldTree }) => fieldTree),
    );
    if (!this.attempted() || !faulty.size) return '';
    return faulty.size === 1 ? 'One field needs attention' : `${faulty.size} fields need attention`;
  });

  /** Whether something was changed and not saved. */
  readonly changed = computed(() => this.form()().dirty() && !this.done());

  constructor() {
    const stop = inject(UnsavedChanges).watch(() => this.changed());
    inject(DestroyRef).onDestroy(stop);
  }

  protected field({ name }: FieldSpec): Field<never> {
    return this.form()[name] as unknown as Field<never>;
  }

  protected isWide({ kind, many }: FieldSpec): boolean {
    return WIDE.includes(kind) || many;
  }

  /** How many fields of a section need attention, once somebody tried to save. */
  protected faults(fields: readonly FieldSpec[]): number {
    if (!this.attempted()) return 0;
    return fields.filter((spec) => this.field(spec)().invalid()).length;
  }

  protected goTo(section: number): void {
    const target = this.host.querySelector(`#section-${section}`);
    target?.scrollIntoView({ behavior: 'smooth', block: 'start' });
    target
      ?.querySelector<HTMLElement>('input, textarea, button, mat-select')
      ?.focus({ preventScroll: true });
  }

  private build(dto: Dto<T>, fields: readonly FieldSpec[]): FieldTree<FormModel> {
    return untracked(() =>
      form(
        this.model,
        (path) => {
          for (const { name } of fields) {
            const field = path[name] as SchemaPath<unknown>;
            const spec = () => this.counting().find((one) => one.name === name);
            required(field, {
              when: () => !!spec()?.required,
              message: () => `${spec()?.label} is needed`,
            });
            disabled(field, { when: () => this.locked()[name] ?? false });
          }
          validateStandardSchema(path, rulesOf<FormModel>(dto as Dto<FormModel>));
        },
        {
          injector: this.injector,
          submission: { action: () => this.submit(), onInvalid: () => this.showFaults() },
        },
      ),
    );
  }

  private async submit() {
    this.attempted.set(true);
    this.problem.set('');
    try {
      const answer = await this.save()(this.sent());
      this.done.set(true);
      this.saved.emit(answer);
      return null;
    } catch (thrown) {
      const problem = ApiProblem.of(thrown);
      if (problem.code.endsWith(CHANGED_MEANWHILE)) return this.catchUp(problem);
      const shown = new Set(this.fields().map(({ name }) => name));
      const errors = problem.fields
        .filter(({ field }) => shown.has(field))
        .map(({ field, message }) => ({ kind: 'server', message, fieldTree: this.form()[field]! }));
      if (errors.length < Math.max(problem.fields.length, 1)) this.problem.set(problem.message);
      // The errors are under their fields only after signal forms has taken them from here.
      if (errors.length) setTimeout(() => this.showFaults());
      return errors;
    }
  }

  /** Fills in what somebody else has saved, and says so: what is typed stays, and can be saved now. */
  private async catchUp(problem: ApiProblem): Promise<null> {
    const read = await this.reread()?.().catch(() => null);
    if (!read) this.problem.set(problem.message);
    else {
      const { model, ...changes } = takeOver(this.dto(), this.model(), read);
      this.model.set(model);
      this.problem.set(takenOverWords(changes));
    }
    return null;
  }

  private showFaults(): void {
    this.attempted.set(true);
    const [first] = this.form()().errorSummary();
    first?.fieldTree().focusBoundControl();
    this.host.querySelector(':focus')?.scrollIntoView({ behavior: 'smooth', block: 'center' });
  }
}

interface Section {
  title: string;
  fields: FieldSpec[];
}

/** Fields by section, in the order in which the DTO first names each. */
function sectionsOf(fields: readonly FieldSpec[]): Section[] {
  const sections = new Map<string, FieldSpec[]>();
  for (const field of fields) {
    const title = field.section ?? '';
    sections.set(title, [...(sections.get(title) ?? []), field]);
  }
  return [...sections].map(([title, held]) => ({ title, fields: held }));
}

/** The form with its field template, for a page's `imports`. */
export const RESOURCE_FORM = [ResourceForm, FieldTemplate] as const;
