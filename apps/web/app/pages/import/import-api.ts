import { HttpClient, HttpEventType } from '@angular/common/http';
import { inject } from '@angular/core';
import {
  ImportKind,
  ImportPreviewView,
  ImportQuery,
  ImportRejectView,
  ImportSettings,
  ImportStartInput,
  ImportView,
  Page,
} from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';
import { filter, firstValueFrom, map, tap } from 'rxjs';
import { ListImportView } from './list-import-view';

/** Imports of contacts and do-not-call numbers, from the upload of their file to taking them back. */
export class ImportApi extends ResourceApi<ImportStartInput, ImportView, ImportQuery> {
  private readonly requests = inject(HttpClient);

  constructor(private readonly kind = ImportKind.Contacts) {
    super({
      route: 'imports',
      input: ImportStartInput,
      view: kind === ImportKind.Contacts ? ImportView : ListImportView,
      query: ImportQuery,
      one: 'import',
      many: 'imports',
      write: 'import.write',
    });
  }

  /** Sends a file as it is; `progressed` is told which part (0 to 1) has left. */
  upload(file: File, progressed: (part: number) => void): Promise<ImportView> {
    const url = this.url('', { fileName: file.name, kind: this.kind });
    const headers = { 'content-type': 'application/octet-stream' };
    const events = this.requests.post<ImportView>(url, file, {
      headers,
      observe: 'events',
      reportProgress: true,
    });
    return firstValueFrom(
      events.pipe(
        tap((event) => {
          if (event.type === HttpEventType.UploadProgress) {
            progressed(event.loaded / (event.total ?? file.size));
          }
        }),
        filter((event) => event.type === HttpEventType.Response),
        map((event) => event.body!),
      ),
    );
  }

  preview(id: number, settings: ImportSettings): Promise<ImportPreviewView> {
    return this.action(id, 'preview', settings);
  }

  rejects(id: number, after: string | null): Promise<Page<ImportRejectView>> {
    const url = this.url(`${id}/rejects`, after ? { after } : {});
    return firstValueFrom(this.requests.get<Page<ImportRejectView>>(url));
  }
}
