import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { CallQuery, CallView, SubscriberQuery, SubscriberView } from '@belltower/dto';
import {
  EmptyState,
  Failure,
  PageHeader,
  PageTabs,
  RESOURCE_TABLE,
  ResourceApi,
} from '@belltower/ui';
import { callsApi, callsKeptSince } from '../report/calls-api';
import { GoneNote } from '../report/gone-note';
import { ContactApi, contactTabs, nameOfContact } from './contact-api';
import { blank, ContactMessages, EVER } from './contact-messages';

/** Every campaign, call and message of a contact's number, whichever phonebook it stood in. */
@Component({
  selector: 'app-contact-history',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ContactMessages, EmptyState, Failure, GoneNote, PageHeader, PageTabs, RESOURCE_TABLE],
  template: `
    @if (contact.error(); as failure) {
      <app-failure [error]="failure" (retried)="contact.reload()" />
    } @else if (contact.hasValue()) {
      <app-page-header
        [title]="nameOf(contact.value())"
        purpose="Every campaign, call and message of this number, whichever phonebook it stood in."
      />
      <app-page-tabs [tabs]="tabs(id())" label="Parts of this contact" />
      <h2>Campaigns</h2>
      <app-resource-table
        [resource]="subscribers"
        [fixed]="ofNumber()"
        [link]="campaignOf"
        place="memory"
        live="campaign"
      >
        <ng-template empty>
          <app-empty-state
            title="In no campaign yet"
            text="The number stands here as soon as a campaign with its phonebook has started."
          />
        </ng-template>
      </app-resource-table>
      <app-contact-messages [number]="contact.value().number" />
      <h2>Calls</h2>
      <app-gone-note [since]="keptSince()" [from]="begin" />
      <app-resource-table [resource]="calls" [fixed]="ever()" [link]="callOf" place="memory">
        <ng-template empty>
          <app-empty-state
            [title]="keptSince() ? 'No call that is still kept' : 'Not called yet'"
            text="Calls stand here as soon as they have ended."
          />
        </ng-template>
      </app-resource-table>
    } @else {
      <div class="panel wait" aria-busy="true"></div>
    }
  `,
  styles: `
    h2 {
      margin: 24px 0 12px;
    }
    h2:first-of-type {
      margin-top: 0;
    }
    .wait {
      min-height: 320px;
    }
  `,
})
export class ContactHistory {
  readonly id = input.required<string>();

  private readonly contacts = new ContactApi();
  protected readonly contact = this.contacts.resource(() => Number(this.id()));
  protected readonly calls = callsApi();
  protected readonly keptSince = callsKeptSince(this.calls);
  protected readonly begin = EVER;
  // Nobody writes a subscriber: the view stands for the input too.
  protected readonly subscribers = new ResourceApi({
    route: 'subscribers',
    input: SubscriberView,
    view: SubscriberView,
    query: SubscriberQuery,
    one: 'subscriber',
    many: 'subscribers',
  });
  protected readonly nameOf = nameOfContact;
  protected readonly tabs = contactTabs;
  /** All of it: a longer number that begins alike is somebody else’s. */
  private readonly number = computed(() => `=${this.contact.value()?.number ?? ''}`);
  // Named even while blank: a handful of rows needs no filters above them.
  protected readonly ofNumber = computed(() => ({
    ...blank(SubscriberQuery),
    number: this.number(),
  }));
  protected readonly ever = computed(() => ({
    ...blank(CallQuery),
    number: this.number(),
    from: EVER,
  }));
  protected readonly campaignOf = ({ campaignId }: SubscriberView) => ['/campaigns', campaignId];
  protected readonly callOf = ({ id }: CallView) => ['/calls', id];
}
