import { httpResource } from '@angular/common/http';
import { computed, Signal } from '@angular/core';
import { MessageQuery, type MessagesKeptView, MessageView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

/** Requests about messages. Nobody writes one: the view stands for the input too. */
export const messagesApi = () =>
  new ResourceApi({
    route: 'messages',
    input: MessageView,
    view: MessageView,
    query: MessageQuery,
    one: 'message',
    many: 'messages',
  });

/** From when on messages are kept; null where always, and while nobody has said. Create it in an injection context. */
export function messagesKeptSince(messages: ReturnType<typeof messagesApi>): Signal<string | null> {
  const kept = httpResource<MessagesKeptView>(() => messages.url('kept'));
  return computed(() => (kept.hasValue() ? kept.value().messagesSince : null));
}
