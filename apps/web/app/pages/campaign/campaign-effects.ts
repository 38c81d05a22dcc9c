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
import { CampaignEffectView, CampaignInput, fieldsFor, standardSchema } from '@belltower/dto';
import { CampaignApi } from './campaign-api';

const SCHEMA = standardSchema(CampaignInput);
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
  /** What saving the campaign's form would send. */
  readonly sent = input.required<CampaignInput>();

  private readonly api = new CampaignApi();
  protected readonly effects = signal<readonly CampaignEffectView[]>([]);

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const sent = this.sent();
      clearTimeout(timer);
      timer = setTimeout(() => void this.ask(sent), PAUSE_MS);
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
    return fieldsFor(CampaignInput, this.sent()).find(({ name }) => name === field)?.label ?? field;
  }

  private async ask(sent: CampaignInput): Promise<void> {
    if (SCHEMA['~standard'].validate(sent).issues) return;
    try {
      const effects = await this.api.effects(this.id(), sent);
      if (this.sent() === sent) this.effects.set(effects);
    } catch {
      // The preview is a courtesy: saving says itself what is wrong.
      this.effects.set([]);
    }
  }
}
