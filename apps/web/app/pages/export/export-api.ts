import { ExportInput, ExportQuery, type ExportStartView, ExportView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

/** Lists as files. */
export class ExportApi extends ResourceApi<ExportInput, ExportView, ExportQuery> {
  constructor() {
    super({
      route: 'exports',
      input: ExportInput,
      view: ExportView,
      query: ExportQuery,
      one: 'export',
      many: 'exports',
    });
  }

  start(input: ExportInput): Promise<ExportStartView> {
    return this.post<ExportStartView>('', input);
  }

  /** Address of a file that is ready. */
  fileUrl({ id }: Pick<ExportView, 'id'>): string {
    return this.url(`${id}/file`);
  }
}
