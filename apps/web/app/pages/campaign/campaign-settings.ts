import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import {
  CampaignClock,
  CampaignInput,
  type CampaignView,
  CHANNEL_WORDS,
  fieldsFor,
  type FieldSpec,
  type Question,
  questionWords,
  recordingsIn,
  type RetryRule,
  ruleWords,
} from '@belltower/dto';
import {
  choiceLabel,
  counted,
  formatDuration,
  formatInstant,
  formatNumber,
  PhoneFormat,
  Relations,
  Session,
  titled,
} from '@belltower/ui';
import { describeHours, minutesOf } from './day-hours';
import { isOver } from './campaign-progress';
import { restWords } from './rest-words';

/** What a campaign is set to, as text by section. */
@Component({
  selector: 'app-campaign-settings',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, RouterLink],
  template: `
    <div class="head">
      <h2>{{ heading() }}</h2>
      @if (session.can('campaign.write') && !over()) {
        <a matButton [routerLink]="['/campaigns', campaign().id, 'edit']">Edit</a>
      }
    </div>
    <div class="sections">
      @for (section of sections(); track section.title) {
        <section>
          <h3>{{ section.title }}</h3>
          <dl>
            @for (line of section.lines; track line.label) {
              <dt>{{ line.label }}</dt>
              <dd dir="auto">{{ line.text }}</dd>
            }
          </dl>
        </section>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 20px 24px 12px;
      container: campaign-settings / inline-size;
    }
    .sections {
      columns: 1;
      column-gap: 48px;
    }
    @container campaign-settings (min-width: 840px) {
      .sections {
        columns: 2;
      }
    }
    section {
      break-inside: avoid;
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 40px;
    }
    h3 {
      margin: 12px 0 4px;
      color: var(--mat-sys-on-surface-variant);
      font-size: 12px;
      line-height: 16px;
    }
    dl {
      display: grid;
      grid-template-columns: minmax(96px, 34%) minmax(0, 1fr);
      column-gap: 12px;
      margin: 0 0 16px;
    }
    dt,
    dd {
      margin: 0;
      padding: 5px 0;
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
    }
    dd {
      overflow-wrap: anywhere;
      white-space: pre-line;
      font-variant-numeric: tabular-nums;
    }
    @media print {
      :host {
        padding: 0;
      }
      .head a {
        display: none;
      }
      .head {
        min-height: 0;
      }
      h2 {
        font-size: 14px;
        line-height: 18px;
      }
      h3,
      dl {
        margin: 4px 0;
        font-size: 11px;
        line-height: 15px;
      }
      .sections {
        columns: 2;
        column-gap: 24px;
      }
      section {
        break-inside: auto;
      }
      dt,
      dd {
        padding: 1px 0;
        break-inside: avoid;
      }
    }
  `,
})
export class CampaignSettings {
  readonly campaign = input.required<CampaignView>();
  readonly heading = input('Settings');

  protected readonly session = inject(Session);
  private readonly phone = inject(PhoneFormat);
  private readonly relations = inject(Relations);
  protected readonly over = computed(() => isOver(this.campaign().status));

  /** Names of what the campaign refers to by id, by route and id. */
  private readonly names = resource({
    params: () => ({
      gateways: this.campaign().gatewayIds,
      'suppression-lists': this.campaign().suppressionListIds,
      audio: recordingsIn(this.campaign()).map(({ audioId }) => audioId),
    }),
    loader: async ({ params }) => {
      const wanted = Object.entries(params).flatMap(([route, ids]) =>
        ids.map((id) => ({ route, id })),
      );
      const found = await Promise.all(
        wanted.map(async ({ route, id }) => {
          const name = await this.relations.get(route, id).then(
            (record) => record.name,
            () => `No. ${id}`,
          );
          return [`${route} ${id}`, name] as const;
        }),
      );
      return new Map(found);
    },
    equal: (a, b) => JSON.stringify([...a]) === JSON.stringify([...b]),
  });

  protected readonly sections = computed(() => {
    const sections = new Map<string, { label: string; text: string }[]>();
    for (const spec of fieldsFor(CampaignInput, this.campaign())) {
      if (SKIPPED.has(spec.name)) continue;
      const line = this.lineOf(spec);
      if (!line) continue;
      const title = spec.section ?? '';
      sections.set(title, [...(sections.get(title) ?? []), line]);
    }
    const rest = this.campaign().sourceCampaignName;
    if (rest)
      sections.get('General')?.push({
        label: `${titled(CHANNEL_WORDS[this.campaign().channel].calls)} the rest of`,
        text: `${rest}\n${restWords(this.campaign())}`,
      });
    return [...sections].map(([title, lines]) => ({ title, lines }));
  });

  private lineOf(spec: FieldSpec): { label: string; text: string } | null {
    if (spec.name === 'unknownZone' && this.campaign().clock === CampaignClock.Campaign)
      return null;
    const { recordPrompt, recordAudioId } = this.campaign();
    if (spec.name === 'recordSeconds' && !recordPrompt && !recordAudioId) return null;
    if (spec.name === 'hoursFrom') return { label: 'Daily hours', text: this.hours() };
    const value = (this.campaign() as unknown as Record<string, unknown>)[spec.name];
    const text = this.textOf(spec, value);
    return text ? { label: spec.label, text } : null;
  }

  private hours(): string {
    const { hoursFrom, hoursUntil } = this.campaign();
    return describeHours({
      from: minutesOf(hoursFrom) ?? 0,
      until: minutesOf(hoursUntil) ?? 0,
    });
  }

  private textOf(spec: FieldSpec, value: unknown): string {
    if (value === null || value === undefined || value === '') return '';
    if (spec.name === 'phonebookIds') return this.campaign().phonebookNames.join(', ');
    if (spec.name === 'weekDays' && (value as string[]).length === 7) return 'Every day';
    if (spec.name === 'maxRetries' && value === 0) return 'None';
    if (spec.name === 'questions')
      return (value as Question[]).map((question) => this.questionText(question)).join('\n');
    if (spec.name === 'retryRules') return (value as RetryRule[]).map(ruleWords).join('\n');
    if (spec.kind === 'boolean') return value ? 'Yes' : 'No';
    if (spec.relation) return this.namesOf(spec.relation, [value as number | number[]].flat());
    if (Array.isArray(value)) return value.map((one) => choiceLabel(spec, one)).join(', ');
    if (spec.kind === 'datetime') return formatInstant(String(value), this.session.timeZone());
    if (spec.kind === 'phone') return this.phone.format(String(value));
    if (spec.unit === 'seconds') return secondsText(value as number);
    if (spec.kind === 'number') return formatNumber(value as number);
    return spec.kind === 'choice' ? choiceLabel(spec, value) : String(value);
  }

  private questionText(question: Question): string {
    const words = questionWords(question);
    return question.audioId ? `${words} (${this.namesOf('audio', [question.audioId])})` : words;
  }

  private namesOf(route: string, ids: number[]): string {
    const names = this.names.hasValue() ? this.names.value() : undefined;
    return ids.map((id) => names?.get(`${route} ${id}`) ?? '…').join(', ');
  }
}

/** Shown elsewhere on the page, or together with another. */
const SKIPPED = new Set(['name', 'description', 'hoursUntil']);

function secondsText(seconds: number): string {
  if (seconds < 120) return counted(seconds, 'second', 'seconds');
  return `${formatDuration(seconds)} ${seconds < 3_600 ? 'min' : 'h'}`;
}
