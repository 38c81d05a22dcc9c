import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  linkedSignal,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { type CampaignInput, type ContactView, fillIn, valuesOf } from '@belltower/dto';
import { ContactApi, nameOfContact } from '../contact/contact-api';

/** Contacts that are looked at one after the other. */
const MOST = 20;
const NOBODY = { number: '' };

/** Something that is heard, or that a key does. */
interface Line {
  who: string;
  text: string;
  /** Played from the library in place of a text. */
  isRecorded?: boolean;
  keys: { key: string; does: string }[];
}

/** What a call says and asks, as it is typed, for a real person of the campaign's phonebooks. */
@Component({
  selector: 'app-call-preview',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    <section aria-labelledby="preview-title">
      <div class="head">
        <h3 id="preview-title">What {{ name() }} hears</h3>
        @if (contacts().length > 1) {
          <button matButton type="button" (click)="next()">Somebody else</button>
        }
      </div>
      <ol aria-live="polite">
        @for (line of lines(); track $index) {
          <li>
            <span class="who">{{ line.who }}</span>
            @if (line.isRecorded) {
              <p>The recording that is chosen</p>
            } @else if (line.text) {
              <p>{{ line.text }}</p>
            } @else {
              <p class="muted">Nothing is said.</p>
            }
            @if (line.keys.length) {
              <ul>
                @for (key of line.keys; track key.key) {
                  <li>
                    <kbd>{{ key.key }}</kbd> {{ key.does }}
                  </li>
                }
              </ul>
            }
          </li>
        }
      </ol>
    </section>
  `,
  styles: `
    :host {
      display: block;
      margin: 4px 0 16px;
    }
    section {
      padding: 14px 16px 8px;
      border-radius: 12px;
      background: var(--mat-sys-surface-container);
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 40px;
    }
    ol,
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    ol > li {
      padding: 8px 0;
    }
    ol > li + li {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .who {
      color: var(--mat-sys-on-surface-variant);
      font-size: 12px;
    }
    p {
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin-top: 4px;
      font-size: 13px;
    }
    kbd {
      display: inline-block;
      min-width: 22px;
      margin-right: 4px;
      padding: 1px 6px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 6px;
      font: inherit;
      text-align: center;
    }
  `,
})
export class CallPreview {
  /** What is typed in the campaign's form. */
  readonly model = input.required<Partial<CampaignInput>>();

  private readonly api = new ContactApi();
  private readonly phonebookId = computed(() => this.model().phonebookIds?.[0]);
  private readonly found = resource({
    params: () => ({ phonebookId: this.phonebookId() }),
    loader: async ({ params }) => {
      const page = await this.api.list({ ...params, limit: MOST });
      return page.items;
    },
  });
  protected readonly contacts = computed(() => (this.found.hasValue() ? this.found.value() : []));
  private readonly at = linkedSignal({ source: this.contacts, computation: () => 0 });
  private readonly contact = computed<ContactView | undefined>(() => this.contacts()[this.at()]);
  protected readonly name = computed(() => {
    const contact = this.contact();
    return contact ? nameOfContact(contact) : 'somebody of whom nothing is known';
  });

  protected readonly lines = computed<Line[]>(() => {
    const { audioId, message, questions, recordPrompt, recordAudioId, recordSeconds } =
      this.model();
    const { goodbye, goodbyeAudioId } = this.model();
    const values = valuesOf(this.contact() ?? NOBODY);
    const say = (text?: string | null) => fillIn(text ?? '', values);
    return [
      { who: 'First', text: say(message), isRecorded: !!audioId, keys: this.commands() },
      ...(questions ?? []).map(({ name, audioId, text, answers }, index) => ({
        who: name || `Question ${index + 1}`,
        text: say(text),
        isRecorded: !!audioId,
        keys: answers.map(({ key, label }) => ({ key, does: label || '…' })),
      })),
      ...(recordPrompt || recordAudioId
        ? [
            {
              who: `Then recorded, up to ${recordSeconds ?? 0} s`,
              text: say(recordPrompt),
              isRecorded: !!recordAudioId,
              keys: [],
            },
          ]
        : []),
      ...(goodbye || goodbyeAudioId
        ? [{ who: 'Last', text: say(goodbye), isRecorded: !!goodbyeAudioId, keys: [] }]
        : []),
    ];
  });

  private commands(): Line['keys'] {
    const { optOutKey, repeatKey, transferKey } = this.model();
    return [
      { key: repeatKey, does: 'Hear it again' },
      { key: transferKey, does: 'Be connected' },
      { key: optOutKey, does: 'Opt out' },
    ].flatMap(({ key, does }) => (key ? [{ key, does }] : []));
  }

  protected next(): void {
    this.at.update((at) => (at + 1) % this.contacts().length);
  }
}
