import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Router } from '@angular/router';
import {
  Channel,
  CHANNEL_WORDS,
  GatewayGrantsInput,
  GatewayInput,
  GatewayStatus,
  GatewayView,
} from '@belltower/dto';
import {
  counted,
  Failure,
  FormDialog,
  Messages,
  Moment,
  PageHeader,
  StatusChip,
} from '@belltower/ui';
import { GatewayApi } from './gateway-api';
import { GatewayCampaigns } from './gateway-campaigns';
import { GatewayFigures } from './gateway-figures';
import { GatewayForm } from './gateway-form';
import { GatewayMessages } from './gateway-messages';
import { GatewayTrial } from './gateway-trial';
import { GatewayWebhook } from './gateway-webhook';
import { liveGauges } from './live-gauges';
import { SimulatedMark } from './simulated-mark';

/** One gateway: whether it works, what it carries, and its form. */
@Component({
  selector: 'app-gateway-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Failure,
    GatewayCampaigns,
    GatewayFigures,
    GatewayForm,
    GatewayMessages,
    GatewayWebhook,
    MatButtonModule,
    Moment,
    PageHeader,
    SimulatedMark,
    StatusChip,
  ],
  template: `
    <app-page-header [title]="title()" [purpose]="purpose()">
      <span beside class="marks">
        @if (gateway(); as held) {
          <app-status-chip [status]="held.status" />
          @if (held.simulated) {
            <app-simulated-mark [channel]="held.channel" />
          }
        }
      </span>
      @if (gateway(); as held) {
        @if (mayGrant()) {
          <button matButton="outlined" (click)="grant(held)">
            Granted to {{ counted(held.accountIds.length, 'account', 'accounts') }}…
          </button>
        }
        <button matButton="outlined" (click)="trial.open(api(), held)">
          {{ trial.wordsFor(held) }}
        </button>
        <button matButton="filled" [disabled]="checking()" (click)="check(held)">
          {{ checking() ? 'Checking…' : 'Check' }}
        </button>
      }
    </app-page-header>
    @if (record.error(); as failure) {
      <app-failure [error]="failure" (retried)="record.reload()" />
    } @else if (id() === undefined) {
      <app-gateway-form [save]="create" (saved)="finish('Gateway created')" (cancelled)="leave()" />
    } @else if (gateway(); as held) {
      <p class="answer muted">
        @if (held.checkedAt) {
          Checked <app-moment [at]="held.checkedAt" />: {{ held.statusDetail }}
        } @else {
          Nobody has asked it yet whether it can take {{ CHANNEL_WORDS[held.channel].many }}. That
          happens every minute.
        }
      </p>
      <app-gateway-figures [gateway]="held" [gauge]="gauges().get(held.id)" />
      @if (held.channel === Channel.Sms) {
        <app-gateway-messages [api]="api()" [gateway]="held" />
      }
      <app-gateway-campaigns [api]="api()" [gateway]="held" />
      @if (held.webhookUrl) {
        <app-gateway-webhook [gateway]="held" />
      }
      <app-gateway-form
        [gateway]="held"
        [save]="replace"
        [reread]="readAgain"
        (saved)="finish('Saved')"
        (cancelled)="leave()"
      />
    } @else {
      <div class="panel wait" aria-busy="true"></div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .marks {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
    }
    .answer {
      margin: -12px 0 16px;
    }
    @media (max-width: 599px) {
      .answer {
        margin-top: 0;
      }
    }
    .wait {
      max-width: 960px;
      min-height: 320px;
    }
  `,
})
export class GatewayPage {
  readonly api = input.required<GatewayApi>();
  /** Absent for a new one. */
  readonly id = input<string>();
  /** The list that one comes back to. */
  readonly list = input.required<string>();

  protected readonly trial = inject(GatewayTrial);
  protected readonly Channel = Channel;
  protected readonly CHANNEL_WORDS = CHANNEL_WORDS;
  protected readonly counted = counted;
  private readonly dialog = inject(FormDialog);
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);

  protected readonly record = resource({
    params: () => {
      const id = this.id();
      return id === undefined ? undefined : { api: this.api(), id: Number(id) };
    },
    loader: ({ params }) => params.api.get(params.id),
  });
  protected readonly gateway = computed(() =>
    this.record.hasValue() ? this.record.value() : undefined,
  );
  protected readonly title = computed(() =>
    this.id() === undefined ? 'New gateway' : (this.gateway()?.name ?? 'Gateway'),
  );
  protected readonly purpose = computed(() =>
    this.id() === undefined
      ? 'A way into the phone network, for calls or text messages, and how much it may carry.'
      : '',
  );
  protected readonly mayGrant = computed(
    () => this.api().whose === 'platform' && this.gateway()?.ownerAccountId === null,
  );
  protected readonly checking = signal(false);
  protected readonly gauges = liveGauges(() => this.api());

  protected readonly create = (input: GatewayInput) => this.api().create(input);
  protected readonly replace = (input: GatewayInput, version?: string) =>
    this.api().replace(Number(this.id()), input, version);
  protected readonly readAgain = () => this.api().get(Number(this.id()));

  protected async check({ id, name, channel }: GatewayView): Promise<void> {
    this.checking.set(true);
    try {
      const { status, statusDetail } = await this.api().action(id, 'check');
      const word = status === GatewayStatus.Up ? 'can take' : 'cannot take';
      this.messages.say(`“${name}” ${word} ${CHANNEL_WORDS[channel].many}: ${statusDetail}`);
      this.record.reload();
    } catch (problem) {
      this.messages.fail(problem);
    } finally {
      this.checking.set(false);
    }
  }

  protected async grant({ id, name, accountIds }: GatewayView): Promise<void> {
    const saved = await this.dialog.ask({
      title: `Who may use “${name}”?`,
      dto: GatewayGrantsInput,
      value: { accountIds },
      saveLabel: 'Save',
      save: (input) => this.api().grant(id, input.accountIds),
    });
    if (saved) this.record.reload();
  }

  protected finish(words: string): void {
    this.messages.say(words);
    this.leave();
  }

  protected leave(): void {
    void this.router.navigate([this.list()]);
  }
}
