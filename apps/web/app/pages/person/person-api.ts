import { HttpClient, httpResource } from '@angular/common/http';
import { inject } from '@angular/core';
import { PersonErasedView, PersonEraseInput, PersonView } from '@belltower/dto';
import { API_ROOT, queryParams } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

const ROUTE = `${API_ROOT}/persons`;

/** What is kept of one person. Create it in an injection context. */
export class PersonApi {
  private readonly http = inject(HttpClient);

  /** How much there is, as a signal; idle while there is no number. */
  resource(number: () => string | undefined) {
    return httpResource<PersonView>(() =>
      number() ? `${ROUTE}?${queryParams({ number: number() })}` : undefined,
    );
  }

  view(number: string): Promise<PersonView> {
    return firstValueFrom(this.http.get<PersonView>(`${ROUTE}?${queryParams({ number })}`));
  }

  fileUrl(number: string): string {
    return `${ROUTE}/file?${queryParams({ number })}`;
  }

  erase(input: PersonEraseInput): Promise<PersonErasedView> {
    return firstValueFrom(this.http.post<PersonErasedView>(`${ROUTE}/erase`, input));
  }
}
