import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { type Field, FormField } from '@angular/forms/signals';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { Router, RouterLink } from '@angular/router';
import {
  CampaignClock,
  CampaignInput,
  CHANGEABLE_UNDER_WAY,
  fieldsOf,
  type FieldSpec,
  type PlaceholderView,
} from '@belltower/dto';
import {
  Failure,
  FieldControl,
  Messages,
  PageHeader,
  Relations,
  RESOURCE_FORM,
  ResourceForm,
  Session,
} from '@belltower/ui';
import { AccountHours } from './account-hours';
import { CallPreview } from './call-preview';
import { CampaignApi } from './campaign-api';
import { CampaignEffects } from './campaign-effects';
import { isOver, isUnderWay } from './campaign-progress';
import { restWords } from './rest-words';
import { AudioPicker } from '../audio/audio-picker';
import { HoursBand } from './hours-band';
import { PaceNote } from './pace-note';
import { Questions } from './questions';
import { RetryRules } from './retry-rules';
import { SpokenText } from './spoken-text';
import { TextOrRecording } from './text-or-recording';

/** What is spoken besides questions and goodbye; chips stand under the message, which everybody hears. */
const TEXTS = [
  { name: 'message', rows: 4, chips: true, recorded: null },
  { name: 'optOutConfirmation', rows: 1, chips: false, recorded: 'optOutAudioId' },
  { name: 'recordPrompt', rows: 2, chips: false, recorded: 'recordAudioId' },
] as const;
/** Shown together with another field, or not at all. */
const OMITTED = [
  ...['channel', 'hoursUntil', 'retryRules'],
  ...['optOutAudioId', 'recordAudioId', 'goodbyeAudioId'],
];

const LOCKED = 'Locked while it is under way';

/** A campaign's form: a new one, a draft, or what may still change of one under way. */
@Component({
  selector: 'app-campaign-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  // The band takes a whole line of the generated form, which knows nothing of it.
  encapsulation: ViewEncapsulation.None,
  imports: [
    AccountHours,
    AudioPicker,
    CallPreview,
    CampaignEffects,
    Failure,
    FieldControl,
    FormField,
    HoursBand,
    MatCheckboxModule,
    PaceNote,
    PageHeader,
    Questions,
    RESOURCE_FORM,
    RetryRules,
    RouterLink,
    SpokenText,
    TextOrRecording,
  ],
  templateUrl: './campaign-editor.html',
  styleUrl: './campaign-editor.scss',
})
export class CampaignEditor {
  /** Absent for a new campaign. */
  readonly id = input<string>();
  /** Chosen beforehand, where somebody comes from a phonebook or an import. */
  readonly phonebookId = input<string>();

  private readonly campaigns = new CampaignApi();
  private readonly messages = inject(Messages);
  private readonly relations = inject(Relations);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly form = viewChild(ResourceForm<CampaignInput>);

  protected readonly dto = CampaignInput;
  protected readonly startNow = signal(false);
  protected readonly record = this.campaigns.resource(() => Number(this.id() ?? 0) || null);
  protected readonly campaign = computed(() =>
    this.record.hasValue() ? this.record.value() : undefined,
  );
  /** Where there is only one gateway, nobody should have to choose it. */
  private readonly gateways = resource({
    params: () => (this.id() ? undefined : true),
    loader: () => this.relations.search('gateways', ''),
  });
  protected readonly isNew = computed(() => this.id() === undefined);
  protected readonly isReady = computed(() =>
    this.isNew() ? !this.gateways.isLoading() : !!this.campaign(),
  );
  protected readonly underWay = computed(() => {
    const campaign = this.campaign();
    return !!campaign && isUnderWay(campaign.status);
  });
  protected readonly texts = TEXTS;
  protected readonly omitted = OMITTED;
  private readonly phonebookIds = computed(
    () => (this.form()?.model()['phonebookIds'] ?? []) as number[],
    { equal: (a, b) => a.join() === b.join() },
  );
  private readonly offered = resource({
    params: () => this.phonebookIds(),
    loader: ({ params }) => this.campaigns.placeholders(params),
  });
  protected readonly placeholders = linkedSignal<PlaceholderView[] | undefined, PlaceholderView[]>({
    source: () => (this.offered.hasValue() ? this.offered.value() : undefined),
    // While others are looked up the chips stay where they are.
    computation: (found, previous) => found ?? previous?.value ?? [],
  });
  protected readonly commandKeys = computed(() =>
    ['optOutKey', 'repeatKey', 'transferKey']
      .map((name) => String(this.form()?.model()[name] ?? ''))
      .filter(Boolean),
  );
  protected readonly connects = computed(() => !!this.form()?.model()['transferKey']);
  protected readonly records = computed(() => {
    const { recordPrompt, recordAudioId } = (this.form()?.model() ?? {}) as Partial<CampaignInput>;
    return !!recordPrompt || !!recordAudioId;
  });
  protected readonly byContact = computed(
    () => this.form()?.model()['clock'] === CampaignClock.Contact,
  );
  protected readonly title = computed(() =>
    this.isNew() ? 'New campaign' : `Edit ${this.campaign()?.name ?? 'campaign'}`,
  );
  protected readonly purpose = computed(() => {
    if (this.isNew()) return 'It begins as a draft: nobody is called before you start it.';
    if (this.underWay())
      return 'It is under way: pace, channels, retries, schedule and message change at once. The rest is locked, as people are being called by it: to change it, stop the campaign and duplicate it.';
    const rest = this.campaign()?.sourceCampaignName;
    return rest
      ? `It calls only numbers that “${rest}” left, of these phonebooks: ${restWords(this.campaign()!)}.`
      : '';
  });
  protected readonly value = computed<object>(() => this.campaign() ?? this.firstValues());
  protected readonly locked = computed<Readonly<Record<string, string>>>(() => {
    const campaign = this.campaign();
    if (!campaign) return {};
    const names = fieldsOf(CampaignInput).map(({ name }) => name);
    if (isOver(campaign.status)) return reasons(names, 'It has ended: duplicate it to call again');
    const open: readonly string[] = CHANGEABLE_UNDER_WAY;
    return this.underWay()
      ? reasons(
          names.filter((name) => !open.includes(name)),
          LOCKED,
        )
      : {};
  });

  /** What holds for outcomes without a rule of their own, as typed at present. */
  protected readonly usualRetries = computed(() => {
    const { maxRetries, retryAfterSeconds } = (this.form()?.model() ??
      {}) as Partial<CampaignInput>;
    return { times: maxRetries ?? null, afterSeconds: retryAfterSeconds ?? null };
  });

  protected readonly save = (input: CampaignInput) => {
    const id = this.id();
    return id === undefined
      ? this.campaigns.create(input)
      : this.campaigns.replace(Number(id), input);
  };

  protected fieldOf(name: string): Field<string> {
    return this.form()!.form()[name] as unknown as Field<string>;
  }

  /** The recording that is played in place of a text; null where the text is said, or always stands by itself. */
  protected audioOf(name: string | null): number | null {
    return name === null ? null : ((this.form()?.model()[name] ?? null) as number | null);
  }

  protected play(name: string | null, audioId: number | null | undefined): void {
    if (name !== null)
      this.form()!.model.update((model) => ({ ...model, [name]: audioId ?? null }));
  }

  protected hinted(spec: FieldSpec, hint: string): FieldSpec {
    return { ...spec, hint: hint || spec.hint };
  }

  protected async finish({ id }: { id: number }): Promise<void> {
    if (this.startNow()) {
      try {
        await this.campaigns.action(id, 'start');
        this.messages.say('Campaign created and started');
      } catch (problem) {
        this.messages.fail(problem);
      }
    } else this.messages.say(this.isNew() ? 'Campaign created as a draft' : 'Saved');
    await this.router.navigate(['/campaigns', id]);
  }

  protected leave(): void {
    void this.router.navigate(this.isNew() ? ['/campaigns'] : ['/campaigns', this.id()]);
  }

  private firstValues(): Partial<CampaignInput> {
    const gateways = this.gateways.hasValue() ? this.gateways.value() : [];
    return {
      timeZone: this.session.timeZone(),
      ...(this.phonebookId() ? { phonebookIds: [Number(this.phonebookId())] } : {}),
      ...(gateways.length === 1 ? { gatewayIds: [gateways[0]!.id] } : {}),
    };
  }
}

const reasons = (names: readonly string[], reason: string) =>
  Object.fromEntries(names.map((name) => [name, reason]));
