import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { type Field, FormField } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import {
  encodingOf,
  type FieldSpec,
  fillIn,
  MessageEncoding,
  MessagePreviewInput,
  type MessagePreviewView,
  placeholdersOf,
  type PlaceholderView,
  plainText,
  sizeOfMessage,
  standardSchema,
} from '@belltower/dto';
import { counted, formatCount, PhoneFormat, useIcons } from '@belltower/ui';
import warningIcon from '@material-symbols/svg-400/rounded/warning.svg';
import { CampaignApi } from './campaign-api';
import { charactersWords, messageSizeWords } from './message-size-words';
import { PlaceholderText } from './placeholder-text';

const SCHEMA = standardSchema(MessagePreviewInput);
/** Typing goes on for a moment before anybody is asked. */
const PAUSE_MS = 500;

/**
 * The text of a message as it is written: how the network counts it, what makes it longer than it looks, how real
 * people get it, and what all of them together come to.
 */
@Component({
  selector: 'app-message-composer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FormField, MatButtonModule, MatIconModule, PlaceholderText],
  templateUrl: './message-composer.html',
  styleUrl: './message-composer.scss',
})
export class MessageComposer {
  readonly field = input.required<Field<string>>();
  readonly spec = input.required<FieldSpec>();
  /** What may be put in. */
  readonly placeholders = input.required<readonly PlaceholderView[]>();
  /** To whom it goes. */
  readonly phonebookIds = input.required<readonly number[]>();

  private readonly api = new CampaignApi();
  private readonly phone = inject(PhoneFormat);
  protected readonly disabled = computed(() => this.field()().disabled());
  protected readonly text = computed(() => this.field()().value() ?? '');

  /** What the server said last; it stays while somebody types on. */
  protected readonly told = signal<MessagePreviewView | null>(null);
  private readonly question = computed(
    () => ({ message: this.text(), phonebookIds: [...this.phonebookIds()] }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );

  /** People who have a value for all that is asked for, the longest message first. */
  protected readonly samples = computed(() => this.told()?.samples ?? []);
  private readonly people = computed(() =>
    this.samples()
      .map(({ contactId }) => contactId)
      .join(),
  );
  /** Whose message is shown: the same person's while the text is written on. */
  private readonly at = linkedSignal({ source: this.people, computation: () => 0 });
  protected readonly sample = computed(() => this.samples()[this.at()]);
  protected readonly who = computed(() => {
    const sample = this.sample();
    if (!sample) return 'somebody of whom nothing is known';
    return sample.contactName ?? this.phone.format(sample.number);
  });
  protected readonly filled = computed(() => fillIn(this.text(), this.sample()?.values ?? {}));
  private readonly size = computed(() => sizeOfMessage(this.filled()));
  private readonly asked = computed(() => placeholdersOf(this.text()));
  protected readonly asks = computed(() => this.asked().length > 0);
  protected readonly sizeWords = computed(() => {
    const words = messageSizeWords(this.size());
    return this.asks() && this.sample() ? `For ${this.who()}: ${words}` : words;
  });

  /** Characters of the text itself for which it is sent as Unicode. */
  private readonly outside = computed(() => sizeOfMessage(fillIn(this.text(), {})).outsideGsm);
  protected readonly unicode = computed(() => {
    const outside = this.outside();
    if (outside.length) return `${charactersWords(outside)} ${NEEDS_UNICODE}`;
    const told = this.told();
    if (!told?.unicode || !this.asks()) return '';
    return `Names or other values make ${this.amount(told.unicode)} of ${this.amount(told.messages)} messages Unicode: 70 characters a segment instead of 160.`;
  });
  /** Whether plain quotes and dashes would make any of these characters go. */
  protected readonly canBePlain = computed(() => {
    const outside = this.outside();
    return !this.disabled() && outside.some((one) => plainText(one) !== one);
  });
  protected readonly plainIsEnough = computed(
    () => encodingOf(fillIn(plainText(this.text()), {})) === MessageEncoding.Gsm7,
  );

  protected readonly cost = computed(() => {
    const told = this.told();
    if (!told?.messages || !this.text().trim()) return '';
    const { messages, segments } = told;
    const [people, cost] = [this.amount(messages), this.amount(segments)];
    return `${people} ${messages === 1 ? 'person gets' : 'people get'} it once: ${cost} ${segments === 1 ? 'segment' : 'segments'} in all.`;
  });
  /** Names that no contact seems to have a value for, as after a slip of the pen. */
  protected readonly unknown = computed(() => {
    const known = this.placeholders().map(({ name }) => name);
    const strange = known.length ? this.asked().filter((name) => !known.includes(name)) : [];
    if (!strange.length) return '';
    const names = strange.map((name) => `{${name}}`).join(', ');
    return `No contact that was looked at has ${names}: its fallback stands there, or nothing.`;
  });
  protected readonly empty = computed(() => {
    const told = this.told();
    if (!told?.empty || !this.text().trim()) return '';
    return `${this.amount(told.empty)} of ${this.amount(told.messages)} would be empty, and are not sent: give the placeholders a fallback, such as {first_name|friend}.`;
  });

  constructor() {
    useIcons({ warning: warningIcon });
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const question = this.question();
      clearTimeout(timer);
      timer = setTimeout(() => void this.ask(question), PAUSE_MS);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }

  protected next(): void {
    this.at.update((at) => (at + 1) % this.samples().length);
  }

  protected place(): string {
    return `${this.at() + 1} of ${counted(this.samples().length, 'example', 'examples')}`;
  }

  protected makePlain(): void {
    const field = this.field()();
    field.value.set(plainText(this.text()));
    field.markAsDirty();
  }

  private amount(value: number): string {
    return formatCount(value, this.told()!.approximate);
  }

  private async ask(question: MessagePreviewInput): Promise<void> {
    if (SCHEMA['~standard'].validate(question).issues) return this.told.set(null);
    try {
      const told = await this.api.messagePreview(question);
      if (this.question() === question) this.told.set(told);
    } catch {
      // A note beside a field: where nobody answers, the form works without it.
      this.told.set(null);
    }
  }
}

const NEEDS_UNICODE = 'make it Unicode: 70 characters a segment instead of 160.';
