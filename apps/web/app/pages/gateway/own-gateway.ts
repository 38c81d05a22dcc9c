import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { GatewayApi } from './gateway-api';
import { GatewayPage } from './gateway-page';

/** A gateway that the account has brought. */
@Component({
  selector: 'app-own-gateway',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [GatewayPage],
  template: '<app-gateway-page [api]="api" [id]="id()" list="/gateways" />',
})
export class OwnGateway {
  readonly id = input<string>();
  protected readonly api = new GatewayApi('own');
}
