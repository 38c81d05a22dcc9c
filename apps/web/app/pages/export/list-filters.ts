import { inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { Dto, fieldsOf, PageQuery } from '@belltower/dto';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);

/** The filters of a list as they stand in the address at this moment. Call it in an injection context. */
export function listFilters(query: Dto): () => Readonly<Record<string, string>> {
  const route = inject(ActivatedRoute);
  const names = fieldsOf(query)
    .map(({ name }) => name)
    .filter((name) => !PAGING.includes(name));
  return () => {
    const address = route.snapshot.queryParams as Record<string, string>;
    return Object.fromEntries(
      names.flatMap((name) => (address[name] ? [[name, address[name]]] : [])),
    );
  };
}
