import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { SuppressionManyInput, SuppressionManyView } from '@belltower/dto';
import {
  counted,
  FieldTemplate,
  FormDialog,
  PageHeader,
  RelationPicker,
  ResourceForm,
} from '@belltower/ui';
import { suppressionPlace } from './suppression-api';

/** Puts one or several numbers on a list, and says what became of each. */
@Component({
  selector: 'app-add-numbers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    FieldTemplate,
    FormField,
    MatButtonModule,
    PageHeader,
    RelationPicker,
    ResourceForm,
    RouterLink,
  ],
  template: `
    <app-page-header
      title="Add numbers"
      purpose="They are not called or texted any more from the moment you save, retries included."
    />
    @if (outcome(); as done) {
      <section class="panel done" aria-live="polite">
        <h2>{{ sentence() }}</h2>
        @if (done.problems.length) {
          <p class="muted">These are no phone numbers, and were left out:</p>
          <ul>
            @for (problem of done.problems; track $index) {
              <li>
                <code>{{ problem.text }}</code><span>{{ problem.problem }}</span>
              </li>
            }
          </ul>
        }
        <div class="next">
          <a
            matButton="filled"
            [routerLink]="['/' + place.base]"
            [queryParams]="{ listId: listOf() }"
            >See the list</a
          >
          <button matButton (click)="outcome.set(null)">Add more</button>
        </div>
      </section>
    } @else {
      <app-resource-form
        [dto]="place.Many"
        [value]="initial()"
        [save]="save"
        saveLabel="Add the numbers"
        (saved)="outcome.set($any($event))"
        (cancelled)="leave()"
      >
        <ng-template field="listId" let-field let-spec="spec">
          <app-relation-picker
            #picker
            [formField]="field"
            [route]="place.lists.route"
            [label]="spec.label + ' (required)'"
            createLabel="New list…"
            (createAsked)="createList(picker, $event)"
          />
        </ng-template>
      </app-resource-form>
    }
  `,
  styles: `
    .done {
      max-width: 960px;
      padding: 20px 24px;
    }
    ul {
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
      max-height: 50vh;
      overflow: auto;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
      padding: 6px 0;
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    code {
      flex: 0 0 24ch;
      max-width: 100%;
      overflow-wrap: anywhere;
      color: var(--tone-red-ink);
    }
    .next {
      display: flex;
      gap: 8px;
      margin-top: 16px;
    }
  `,
})
export class AddNumbers {
  /** From the address, when numbers are added to one list. */
  readonly listId = input<string>();
  /** From the address, when one number was looked at. */
  readonly number = input<string>();

  protected readonly place = suppressionPlace();
  protected readonly outcome = signal<SuppressionManyView | null>(null);
  protected readonly listOf = signal<number | null>(null);
  protected readonly initial = computed(() => ({
    ...(this.listId() ? { listId: Number(this.listId()) } : {}),
    ...(this.number() ? { numbers: this.number() } : {}),
  }));
  protected readonly sentence = computed(() => {
    const { added, present, problems } = this.outcome()!;
    const others = [
      ...(present ? [`${present.toLocaleString('en')} already there`] : []),
      ...(problems.length ? [`${problems.length.toLocaleString('en')} left out`] : []),
    ];
    return [`${counted(added, 'number', 'numbers')} added`, ...others].join(', ');
  });
  private readonly router = inject(Router);
  private readonly formDialog = inject(FormDialog);

  protected readonly save = (input: SuppressionManyInput): Promise<SuppressionManyView> => {
    this.listOf.set(input.listId);
    return this.place.numbers.post<SuppressionManyView>('many', input);
  };

  protected async createList(picker: RelationPicker, name: string): Promise<void> {
    let created: { id: number; name: string } | undefined;
    await this.formDialog.ask({
      title: 'New list',
      dto: this.place.lists.input,
      value: { name },
      saveLabel: 'Create list',
      save: async (input) => (created = await this.place.lists.create(input)),
    });
    if (created) picker.choose(created);
  }

  protected leave(): void {
    void this.router.navigate(['/' + this.place.base]);
  }
}
