import { ChangeDetectionStrategy, Component } from '@angular/core';
import { GatewayInput, GatewayQuery, GrantedGatewayView } from '@belltower/dto';
import { EmptyState, ResourceApi, RESOURCE_PAGE } from '@belltower/ui';

/** The gateways that this account may use; operators manage them. */
@Component({
  selector: 'app-gateways',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="gateways"
      [addable]="false"
      [link]="null"
      live="gateway"
      purpose="The ways into the phone network that your campaigns can use."
    >
      <ng-template cell="name" let-row>
        {{ row.name }}
        @if (row.simulated) {
          <span class="simulated">Simulated: calls nobody</span>
        }
        @if (!row.enabled) {
          <span class="simulated">Switched off</span>
        }
      </ng-template>
      <ng-template empty>
        <app-empty-state
          title="No gateways yet"
          text="Campaigns need at least one. Ask the people who run this installation to grant you a gateway."
        />
      </ng-template>
    </app-resource-page>
  `,
  styles: `
    .simulated {
      margin-left: 8px;
      padding: 1px 8px;
      border-radius: 999px;
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
      font-size: 12px;
      font-weight: 500;
      white-space: nowrap;
    }
  `,
})
export class Gateways {
  protected readonly gateways = new ResourceApi({
    route: 'gateways',
    input: GatewayInput,
    view: GrantedGatewayView,
    query: GatewayQuery,
    one: 'gateway',
    many: 'gateways',
  });
}
