import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { CampaignEffectView, CampaignInput, fieldsOf, standardSchema } from '@belltower/dto';
import { CampaignApi } from './campaign-api';

const SCHEMA = standardSchema(CampaignInput);
const NAMES = fieldsOf(CampaignInput).map(({ name }) => name);
const PAUSE_MS = 500;

/** What saving the form would do to a campaign under way, told while it is typed. */
@Component({
  selector: 'app-campaign-effects',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="panel" role="status">
      <h3>What saving does</h3>
      <ul>
        @for (one of grouped(); track one.effect) {
          <li>
            <b>{{ one.labels }}</b> {{ one.effect }}
          </li>
        } @empty {
          <li class="muted">Nothing has been changed.</li>
        }
      </ul>
    </div>
  `,
  styles: `
    .panel {
      padding: 16px 24px;
    }
    ul {
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li + li {
      margin-top: 6px;
    }
    b {
      margin-right: 6px;
      font-weight: 600;
    }
  `,
})
export class CampaignEffects {
  readonly id = input.required<number>();
  /** What is typed in the campaign's form. */
  readonly model = input.required<Record<string, unknown>>();

  private readonly api = new CampaignApi();
  protected readonly effects = signal<readonly CampaignEffectView[]>([]);

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const model = this.model();
      clearTimeout(timer);
      timer = setTimeout(() => void this.ask(model), PAUSE_MS);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }

  /** Changes of the schedule that come to the same are told once. */
  protected readonly grouped = computed(() => {
    const labels = new Map<string, string[]>();
    for (const { field, effect } of this.effects())
      labels.set(effect, [...(labels.get(effect) ?? []), this.labelOf(field)]);
    return [...labels].map(([effect, names]) => ({ effect, labels: names.join(', ') }));
  });

  private labelOf(field: string): string {
    return fieldsOf(CampaignInput).find(({ name }) => name === field)?.label ?? field;
  }

  private async ask(model: Record<string, unknown>): Promise<void> {
    const input = Object.fromEntries(
      NAMES.map((name) => [name, model[name] === '' ? null : model[name]]),
    ) as unknown as CampaignInput;
    if (SCHEMA['~standard'].validate(input).issues) return;
    try {
      const effects = await this.api.effects(this.id(), input);
      if (this.model() === model) this.effects.set(effects);
    } catch {
      // The preview is a courtesy: saving says itself what is wrong.
      this.effects.set([]);
    }
  }
}
