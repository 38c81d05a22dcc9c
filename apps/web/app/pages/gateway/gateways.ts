import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  resource,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { AccountView, GrantedGatewayView } from '@belltower/dto';
import {
  API_ROOT,
  EmptyState,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import { firstValueFrom } from 'rxjs';
import { GatewayApi, GrantedGatewayApi } from './gateway-api';
import { SimulatedMark } from './simulated-mark';

/** The gateways that this account may use; those that it has brought, it may change. */
@Component({
  selector: 'app-gateways',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, MatIconModule, RESOURCE_PAGE, RouterLink, SimulatedMark],
  template: `
    <app-resource-page
      [resource]="gateways"
      [addable]="mayAdd()"
      [link]="linkOf"
      live="gateway"
      purpose="The ways into the phone network that your campaigns can use."
    >
      <ng-template cell="name" let-row>
        {{ row.name }}
        @if (row.simulated) {
          <app-simulated-mark [channel]="row.channel" />
        }
        @if (!row.enabled) {
          <span class="muted">Switched off</span>
        }
      </ng-template>
      <ng-template actions let-row>
        @if (mayChange(row)) {
          <button matIconButton [attr.aria-label]="'Delete ' + row.name" (click)="remove(row)">
            <mat-icon svgIcon="delete" />
          </button>
        }
      </ng-template>
      <ng-template empty>
        @if (mayAdd()) {
          <app-empty-state
            title="No gateways yet"
            text="Campaigns need at least one. Add your own, or ask the people who run this installation to grant you one."
          >
            <a matButton="filled" routerLink="/gateways/new">New gateway</a>
          </app-empty-state>
        } @else {
          <app-empty-state
            title="No gateways yet"
            text="Campaigns need at least one. Ask the people who run this installation to grant you a gateway."
          >
            @if (session.can('platform.write')) {
              <a matButton="filled" routerLink="/platform/gateways">Gateways of the installation</a>
            }
          </app-empty-state>
        }
      </ng-template>
    </app-resource-page>
  `,
})
export class Gateways {
  protected readonly gateways = new GrantedGatewayApi();
  protected readonly session = inject(Session);
  private readonly own = new GatewayApi('own');
  private readonly http = inject(HttpClient);
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  private readonly account = resource({
    loader: () => firstValueFrom(this.http.get<AccountView>(`${API_ROOT}/account`)),
  });
  protected readonly mayAdd = computed(
    () =>
      this.session.can('gateway.write') &&
      this.account.hasValue() &&
      this.account.value().mayAddGateways,
  );

  constructor() {
    useIcons({ delete: deleteIcon });
  }

  protected readonly linkOf = (row: GrantedGatewayView) =>
    this.mayChange(row) ? ['/gateways', row.id] : null;

  protected mayChange({ own }: GrantedGatewayView): boolean {
    return own && this.session.can('gateway.write');
  }

  protected async remove({ id, name }: GrantedGatewayView): Promise<void> {
    const takes =
      'Its settings go, and your campaigns can no longer use it. What went over it stays in the reports.';
    const gateway = await this.own.get(id);
    if (await this.removal.ask(this.own, { ...gateway, name }, takes)) this.page().reload();
  }
}
