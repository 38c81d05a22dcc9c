import { AuditQuery, AuditView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class AuditApi extends ResourceApi<AuditView, AuditView, AuditQuery> {
  constructor() {
    super({
      route: 'audit',
      input: AuditView,
      view: AuditView,
      query: AuditQuery,
      one: 'entry',
      many: 'entries',
    });
  }
}
