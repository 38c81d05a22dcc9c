import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
  untracked,
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
  Channel,
  CHANNEL_WORDS,
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
  type Reread,
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
import { MessageComposer } from './message-composer';
import { PaceNote } from './pace-note';
import { Questions } from './questions';
import { RetryRules } from './retry-rules';
import { PlaceholderText } from './placeholder-text';
import { TextOrRecording } from './text-or-recording';

/** What is spoken besides questions and goodbye; chips stand under the message, which everybody hears. */
const TEXTS = [
  { name: 'message', rows: 4, chips: true, recorded: null },
  { name: 'optOutConfirmation', rows: 1, chips: false, recorded: 'optOutAudioId' },
  { name: 'recordPrompt', rows: 2, chips: false, recorded: 'recordAudioId' },
] as const;
/** Shown together with another field. */
const TOGETHER = ['hoursUntil', 'retryRules', 'optOutAudioId', 'recordAudioId', 'goodbyeAudioId'];

const LOCKED = 'Locked while it is under way';
/** What may change then. */
const CHANGES: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'pace, channels, retries, schedule and message',
  [Channel.Sms]: 'pace, retries, schedule, text and the answer to STOP',
};

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
    MessageComposer,
    PaceNote,
    PageHeader,
    Questions,
    RESOURCE_FORM,
    RetryRules,
    RouterLink,
    PlaceholderText,
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
  /** Some of the gateways that there are for each channel. */
  private readonly gateways = resource({
    params: () => (this.id() ? undefined : true),
    loader: async () => {
      const found = Object.values(Channel).map(async (channel) => {
        const gateways = await this.relations.search('gateways', '', { channel });
        return [channel, gateways] as const;
      });
      return new Map(await Promise.all(found));
    },
  });
  /** Those by which a campaign can reach anybody; all of them where there is no gateway yet. */
  private readonly channels = computed(() => {
    const all = Object.values(Channel);
    const gateways = this.gateways.hasValue() ? this.gateways.value() : undefined;
    const usable = all.filter((channel) => gateways?.get(channel)?.length);
    return usable.length ? usable : all;
  });
  protected readonly isNew = computed(() => this.id() === undefined);
  protected readonly isReady = computed(() =>
    this.isNew() ? !this.gateways.isLoading() : !!this.campaign(),
  );
  protected readonly underWay = computed(() => {
    const campaign = this.campaign();
    return !!campaign && isUnderWay(campaign.status);
  });
  protected readonly spoken = TEXTS;
  /** Where there is no choice of a channel, nobody is asked. */
  protected readonly omitted = computed(() =>
    this.isNew() && this.channels().length > 1 ? TOGETHER : [...TOGETHER, 'channel'],
  );
  protected readonly channel = computed(
    () => (this.form()?.model()['channel'] ?? this.value().channel) as Channel,
  );
  protected readonly words = computed(() => CHANNEL_WORDS[this.channel()]);
  protected readonly texts = computed(() => this.channel() === Channel.Sms);
  protected readonly phonebookIds = computed(
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
    const { called, calls } = this.words();
    if (this.isNew()) return `It begins as a draft: nobody is ${called} before you start it.`;
    if (this.underWay())
      return `It is under way: ${CHANGES[this.channel()]} change at once. The rest is locked, as people are being ${called} by it: to change it, stop the campaign and duplicate it.`;
    const rest = this.campaign()?.sourceCampaignName;
    return rest
      ? `It ${calls} only numbers that “${rest}” left, of these phonebooks: ${restWords(this.campaign()!)}.`
      : '';
  });
  protected readonly value = computed<Partial<CampaignInput>>(
    () => this.campaign() ?? this.firstValues(),
  );
  /** What is replaced by saving: as it was opened, or as somebody else has saved it since and the form has taken over. */
  private readonly known = linkedSignal(() => this.campaign());
  protected readonly locked = computed<Readonly<Record<string, string>>>(() => {
    const campaign = this.campaign();
    if (!campaign) return {};
    const names = fieldsOf(CampaignInput).map(({ name }) => name);
    if (isOver(campaign.status))
      return reasons(names, `It has ended: duplicate it to ${this.words().call} again`);
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

  constructor() {
    let before: Channel | undefined;
    effect(() => {
      const channel = this.channel();
      if (before && before !== channel) untracked(() => this.switchTo(channel));
      before = channel;
    });
  }

  protected readonly save = (input: CampaignInput) => {
    const id = this.id();
    return id === undefined
      ? this.campaigns.create(input)
      : this.campaigns.replace(Number(id), input, this.known()?.version);
  };

  protected readonly reread = async (): Promise<Reread> => {
    const before = this.known() ?? {};
    const now = await this.campaigns.get(Number(this.id()));
    this.known.set(now);
    return { before, now };
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
    const [channel = Channel.Voice] = this.channels();
    return {
      channel,
      timeZone: this.session.timeZone(),
      ...(this.phonebookId() ? { phonebookIds: [Number(this.phonebookId())] } : {}),
      gatewayIds: this.onlyGateway(channel),
    };
  }

  /** Where there is only one gateway, nobody should have to choose it. */
  private onlyGateway(channel: Channel): number[] {
    const gateways = (this.gateways.hasValue() && this.gateways.value().get(channel)) || [];
    return gateways.length === 1 ? [gateways[0]!.id] : [];
  }

  /** Another channel has other gateways, and other outcomes after which is tried again. */
  private switchTo(channel: Channel): void {
    const { retryOn, retryRules } = new CampaignInput();
    const gatewayIds = this.onlyGateway(channel);
    this.form()?.model.update((model) => ({ ...model, gatewayIds, retryOn, retryRules }));
  }
}

const reasons = (names: readonly string[], reason: string) =>
  Object.fromEntries(names.map((name) => [name, reason]));
