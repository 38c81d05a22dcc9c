import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { GatewayView } from '@belltower/dto';

/** Where a provider tells of receipts and replies, for whoever has to enter it there. */
@Component({
  selector: 'app-gateway-webhook',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="webhook-title">
      <h2 id="webhook-title">Receipts and replies</h2>
      @if (hasSecret()) {
        <p>
          The provider reports to this address, with the secret of the webhook in place of SECRET.
          Receipts find it by themselves where it is part of the request, as {{ callback }}; for
          replies it is entered at the provider.
        </p>
      } @else {
        <p>
          Nothing is taken from the provider yet: give the gateway a secret of the webhook, which is
          then part of this address in place of SECRET.
        </p>
      }
      <code>{{ gateway().webhookUrl }}?key=SECRET</code>
    </section>
  `,
  styles: `
    .panel {
      max-width: 960px;
      margin-bottom: 16px;
      padding: 16px 20px;
    }
    h2 {
      margin-bottom: 8px;
      font-size: 16px;
      line-height: 24px;
    }
    p {
      margin-bottom: 8px;
    }
    code {
      overflow-wrap: anywhere;
      user-select: all;
    }
  `,
})
export class GatewayWebhook {
  readonly gateway = input.required<GatewayView>();
  protected readonly callback = '{callback}';
  protected readonly hasSecret = computed(() =>
    this.gateway().secretsKept.includes('webhookSecret'),
  );
}
