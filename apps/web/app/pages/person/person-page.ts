import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import {
  PERSON_FATE_WORDS,
  PERSON_PART_WORDS,
  PersonErasedView,
  PersonFate,
  PersonPart,
  PersonQuery,
} from '@belltower/dto';
import {
  counted,
  EmptyState,
  Failure,
  formatNumber,
  Moment,
  PageHeader,
  PageTabs,
  PhoneFormat,
  ResourceForm,
  Session,
  useIcons,
} from '@belltower/ui';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import eraseIcon from '@material-symbols/svg-400/rounded/delete_forever.svg';
import { suppressionPlace } from '../suppression/suppression-api';
import { PersonApi } from './person-api';
import { PersonErasing } from './person-erasing';
import { fatesInWords } from './person-words';

/** Where the rows of a part stand in the panel, with the filters that the number is added to. */
const PLACES: Partial<Record<PersonPart, [path: string, filters?: Record<string, string>]>> = {
  [PersonPart.Contacts]: ['/contacts'],
  [PersonPart.Campaigns]: ['/subscribers', { period: 'all' }],
  [PersonPart.Calls]: ['/calls', { period: 'all' }],
  [PersonPart.Recordings]: ['/calls', { period: 'all', mark: 'recorded' }],
  [PersonPart.Messages]: ['/messages', { period: 'all' }],
  [PersonPart.Replies]: ['/replies'],
  [PersonPart.OptOuts]: ['/do-not-call/opt-outs'],
  [PersonPart.DoNotCall]: ['/do-not-call'],
};

/** All that is kept of one person: to be handed over, and erased. */
@Component({
  selector: 'app-person-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    Failure,
    MatButtonModule,
    MatIconModule,
    Moment,
    PageHeader,
    PageTabs,
    ResourceForm,
    RouterLink,
  ],
  templateUrl: './person-page.html',
  styleUrl: './person-page.scss',
})
export class PersonPage {
  /** From the address: another page leads here with it. */
  readonly number = input<string>();

  protected readonly Query = PersonQuery;
  protected readonly session = inject(Session);
  protected readonly phone = inject(PhoneFormat);
  protected readonly tabs = suppressionPlace().tabs;
  protected readonly persons = new PersonApi();
  private readonly erasing = inject(PersonErasing);
  private readonly router = inject(Router);

  protected readonly asked = computed(() => ({ number: this.number() ?? '' }));
  protected readonly answer = this.persons.resource(this.number);
  /** What has just been erased. */
  protected readonly erased = signal<PersonErasedView | null>(null);
  protected readonly lines = computed(() => fatesInWords(this.erased()?.parts ?? []));
  protected readonly parts = computed(() => {
    const { number, parts } = this.answer.value()!;
    return parts
      .filter(({ count }) => count > 0)
      .map(({ part, count, fate }) => {
        const [path = null, filters = {}] = PLACES[part] ?? [];
        const params = { number: `=${number}`, ...filters };
        return {
          ...{ part, path, params },
          words: PERSON_PART_WORDS[part],
          count: formatNumber(count),
          fate: PERSON_FATE_WORDS[fate],
        };
      });
  });

  /** Whether anything is left but what is kept for good. */
  protected readonly erasable = computed(() =>
    this.answer.value()!.parts.some(({ count, fate }) => count > 0 && fate !== PersonFate.Kept),
  );

  constructor() {
    useIcons({ download: downloadIcon, delete_forever: eraseIcon });
  }

  /** Asks anew where the question is the same. */
  protected readonly ask = async ({ number }: PersonQuery): Promise<void> => {
    this.erased.set(null);
    const same = this.router.url;
    await this.router.navigate([], { queryParams: { number } });
    if (this.router.url === same) this.answer.reload();
  };

  protected forget(): void {
    this.erased.set(null);
    void this.router.navigate([], { queryParams: {} });
  }

  protected async erase(): Promise<void> {
    const erased = await this.erasing.ask(this.answer.value()!);
    if (!erased) return;
    this.erased.set(erased);
    this.answer.reload();
  }

  protected readonly counted = counted;
}
