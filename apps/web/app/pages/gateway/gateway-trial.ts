import type { ComponentType } from '@angular/cdk/overlay';
import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Channel, type GatewayView } from '@belltower/dto';
import type { GatewayApi } from './gateway-api';
import { TestCallDialog } from './test-call-dialog';
import { TestMessageDialog } from './test-message-dialog';

/** What is tried, and by whose requests. */
export interface GatewayToTry {
  api: GatewayApi;
  gateway: Pick<GatewayView, 'id' | 'name' | 'simulated'>;
}

const TRIALS: Readonly<Record<Channel, { words: string; dialog: ComponentType<unknown> }>> = {
  [Channel.Voice]: { words: 'Test call…', dialog: TestCallDialog },
  [Channel.Sms]: { words: 'Test message…', dialog: TestMessageDialog },
};

/** Lets a person try a gateway with one call or message, whichever it carries. */
@Injectable({ providedIn: 'root' })
export class GatewayTrial {
  private readonly dialog = inject(MatDialog);

  wordsFor({ channel }: Pick<GatewayView, 'channel'>): string {
    return TRIALS[channel].words;
  }

  open(api: GatewayApi, gateway: GatewayView): void {
    this.dialog.open<unknown, GatewayToTry>(TRIALS[gateway.channel].dialog, {
      data: { api, gateway },
      width: '520px',
      maxWidth: '96vw',
    });
  }
}
