import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Channel, CHANNEL_WORDS, driverOf, GatewayStatus, GatewayView } from '@belltower/dto';
import {
  MENU,
  EmptyState,
  formatNumber,
  Messages,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  useIcons,
} from '@belltower/ui';
import callIcon from '@material-symbols/svg-400/rounded/call.svg';
import smsIcon from '@material-symbols/svg-400/rounded/sms.svg';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import checkIcon from '@material-symbols/svg-400/rounded/network_check.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import { GatewayApi } from './gateway-api';
import { GatewayTrial } from './gateway-trial';
import { liveGauges } from './live-gauges';
import { SimulatedMark } from './simulated-mark';

/** The gateways of this installation, with what each carries now. */
@Component({
  selector: 'app-platform-gateways',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    MatButtonModule,
    MatIconModule,
    MENU,
    RESOURCE_PAGE,
    RouterLink,
    SimulatedMark,
  ],
  templateUrl: './platform-gateways.html',
  styles: `
    .off {
      color: var(--mat-sys-on-surface-variant);
    }
    .detail {
      margin-left: 8px;
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class PlatformGateways {
  protected readonly gateways = new GatewayApi('platform');
  protected readonly trial = inject(GatewayTrial);

  protected readonly formatNumber = formatNumber;
  private readonly gauges = liveGauges(() => this.gateways);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      call: callIcon,
      delete: deleteIcon,
      download: downloadIcon,
      more_vert: moreIcon,
      sms: smsIcon,
      network_check: checkIcon,
    });
  }

  protected driverOf({ channel, driver }: GatewayView): string {
    return driverOf(channel, driver)?.label ?? driver;
  }

  protected wordsFor({ channel }: GatewayView) {
    return CHANNEL_WORDS[channel];
  }

  protected sends({ channel }: GatewayView): boolean {
    return channel === Channel.Sms;
  }

  protected callsNow({ id }: GatewayView): number {
    return this.gauges().get(id)?.channelsInUse ?? 0;
  }

  protected callsLastSecond({ id }: GatewayView): number {
    return this.gauges().get(id)?.callsLastSecond ?? 0;
  }

  protected async check({ id, name, channel }: GatewayView): Promise<void> {
    try {
      const { status, statusDetail } = await this.gateways.action(id, 'check');
      const word = status === GatewayStatus.Up ? 'can take' : 'cannot take';
      this.messages.say(`“${name}” ${word} ${CHANNEL_WORDS[channel].many}: ${statusDetail}`);
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async remove(row: GatewayView): Promise<void> {
    const { many } = CHANNEL_WORDS[row.channel];
    const takes = `Its settings and secrets go, and no more ${many} go over it. Those of the past stay in the reports, with its name.`;
    if (await this.removal.ask(this.gateways, row, takes)) this.page().reload();
  }
}
