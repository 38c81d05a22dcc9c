import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { GatewayApi } from './gateway-api';
import { GatewayPage } from './gateway-page';

/** A gateway of the installation. */
@Component({
  selector: 'app-platform-gateway',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [GatewayPage],
  template: '<app-gateway-page [api]="api" [id]="id()" list="/platform/gateways" />',
})
export class PlatformGateway {
  readonly id = input<string>();
  protected readonly api = new GatewayApi('platform');
}
