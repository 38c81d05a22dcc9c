import { httpResource } from '@angular/common/http';
import { computed, Signal } from '@angular/core';
import { CallQuery, type CallsKeptView, CallView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

/** Requests about calls. Nobody writes one: the view stands for the input too. */
export const callsApi = () =>
  new ResourceApi({
    route: 'calls',
    input: CallView,
    view: CallView,
    query: CallQuery,
    one: 'call',
    many: 'calls',
  });

/** From when on calls are kept; null where always, and while nobody has said. Create it in an injection context. */
export function callsKeptSince(calls: ReturnType<typeof callsApi>): Signal<string | null> {
  const kept = httpResource<CallsKeptView>(() => calls.url('kept'));
  return computed(() => (kept.hasValue() ? kept.value().callsSince : null));
}
