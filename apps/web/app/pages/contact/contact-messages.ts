import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Dto, fieldsOf, MessageQuery, MessageView, type Page, PageQuery } from '@belltower/dto';
import { RESOURCE_TABLE } from '@belltower/ui';
import { messagesApi } from '../report/messages-api';

/** Before any call of ours: without it lists have the last 30 days only. */
export const EVER = '2000-01-01T00:00:00Z';

/** Its own filters, unset; paging and sorting stay the table's. */
export function blank(query: Dto): Record<string, string> {
  const everyList = fieldsOf(PageQuery).map(({ name }) => name);
  const own = fieldsOf(query).filter(({ name }) => !everyList.includes(name));
  return Object.fromEntries(own.map(({ name }) => [name, '']));
}

/** Every text message to a number; nothing where there are none. */
@Component({
  selector: 'app-contact-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RESOURCE_TABLE],
  template: `
    @if (any()) {
      <h2>Messages</h2>
      <app-resource-table
        [resource]="messages"
        [fixed]="ofNumber()"
        [link]="pageOf"
        place="memory"
      />
    }
  `,
  styles: `
    h2 {
      margin: 24px 0 12px;
    }
  `,
})
export class ContactMessages {
  readonly number = input.required<string>();

  protected readonly messages = messagesApi();
  /** All of the number: a longer one that begins alike is somebody else’s. */
  private readonly asked = computed(() => ({ number: `=${this.number()}`, from: EVER }));
  private readonly first = httpResource<Page<MessageView>>(() =>
    this.messages.url('', { ...this.asked(), limit: 1 }),
  );
  protected readonly any = computed(
    () => this.first.hasValue() && this.first.value().items.length > 0,
  );
  // Named even while blank: a handful of rows needs no filters above them.
  protected readonly ofNumber = computed(() => ({ ...blank(MessageQuery), ...this.asked() }));
  protected readonly pageOf = ({ id }: MessageView) => ['/messages', id];
}
