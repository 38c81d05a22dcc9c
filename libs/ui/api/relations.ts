import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { Page } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { API_ROOT } from './resource-api';

/** What a relation picker knows of the records it offers. */
export interface Named {
  id: number;
  name: string;
}

/** What narrows a list, as its query string names it. */
export type Filters = Readonly<Record<string, string>>;

/** How many records a picker offers at a time. */
const OFFERED = 20;

/** Finds the records that a relation field can point to, by any resource's route. */
@Injectable({ providedIn: 'root' })
export class Relations {
  private readonly http = inject(HttpClient);

  /** @param filters of the list, by which less is offered */
  async search(route: string, text: string, filters: Filters = {}): Promise<Named[]> {
    const params = { limit: OFFERED, ...(text ? { q: text } : {}), ...filters };
    const page = await firstValueFrom(
      this.http.get<Page<Named>>(`${API_ROOT}/${route}`, { params }),
    );
    return page.items;
  }

  get(route: string, id: number): Promise<Named> {
    return firstValueFrom(this.http.get<Named>(`${API_ROOT}/${route}/${id}`));
  }
}
