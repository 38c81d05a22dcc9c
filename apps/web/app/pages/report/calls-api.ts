import { CallQuery, CallView } from '@belltower/dto';
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
