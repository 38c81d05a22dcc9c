import { inject, Injectable } from '@angular/core';
import { Channel, type GatewayView } from '@belltower/dto';
import type { GatewayApi } from './gateway-api';
import { TestCall } from './test-call-dialog';
import { TestMessage } from './test-message-dialog';

/** Lets a person try a gateway with one call or message, whichever it carries. */
@Injectable({ providedIn: 'root' })
export class GatewayTrial {
  private readonly calls = inject(TestCall);
  private readonly messages = inject(TestMessage);

  wordsFor({ channel }: Pick<GatewayView, 'channel'>): string {
    return channel === Channel.Sms ? 'Test message…' : 'Test call…';
  }

  open(api: GatewayApi, gateway: GatewayView): void {
    const trial = gateway.channel === Channel.Sms ? this.messages : this.calls;
    trial.open(api, gateway);
  }
}
