import { ChangeDetectionStrategy, Component } from '@angular/core';
import { EmptyState, PageTabs, RESOURCE_PAGE } from '@belltower/ui';
import { AuditApi } from './audit-api';
import { deedOf, detailOf } from './audit-words';
import { settingsTabs } from './settings-tabs';

/** Who changed what in this account. */
@Component({
  selector: 'app-audit',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, PageTabs, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="entries"
      [addable]="false"
      [link]="null"
      title="Activity"
      purpose="Who changed what in this account. Entries are only ever added."
    >
      <app-page-tabs [tabs]="tabs()" />
      <ng-template cell="userName" let-row>
        {{ row.userName ?? 'Belltower itself' }}
        @if (row.userName && row.userId === null) {
          <span class="muted">(API key)</span>
        }
      </ng-template>
      <ng-template cell="action" let-row
        ><span class="deed">{{ deedOf(row) }}</span></ng-template
      >
      <ng-template cell="entityId" let-row
        ><span class="numeric">{{
          row.entityId === null ? '—' : '#' + row.entityId
        }}</span></ng-template
      >
      <ng-template cell="detail" let-row
        ><span class="detail muted">{{ detailOf(row) || '—' }}</span></ng-template
      >
      <ng-template empty>
        <app-empty-state
          title="Nothing yet"
          text="What people and programs change in this account is written down here."
        />
      </ng-template>
    </app-resource-page>
  `,
  styles: `
    .deed {
      font-weight: 550;
    }
    .detail {
      overflow-wrap: anywhere;
    }
  `,
})
export class Audit {
  protected readonly entries = new AuditApi();
  protected readonly tabs = settingsTabs();
  protected readonly deedOf = deedOf;
  protected readonly detailOf = detailOf;
}
