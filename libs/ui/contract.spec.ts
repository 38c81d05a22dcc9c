import {
  HttpInterceptorFn,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import * as contract from '@belltower/dto';
import { decidersOf, Dto, fieldOptionsOf, fieldsFor, fieldsOf, PageQuery } from '@belltower/dto';
import { of } from 'rxjs';
import { Identified, ResourceApi } from './api/resource-api';
import { ResourceForm } from './form/resource-form';
import { ResourceTable } from './table/resource-table';

const DTOS = (Object.values(contract) as unknown[]).filter(
  (exported): exported is Dto =>
    typeof exported === 'function' && 'prototype' in exported && fieldOptionsOf(exported).size > 0,
);
const named = (ending: string) =>
  DTOS.filter(({ name }) => name.endsWith(ending)).map((dto) => [dto.name, dto] as const);
/** New records of a class that differ in what decides which of its fields there are. */
const kindsOf = (dto: Dto): Record<string, unknown>[] => {
  const choices = fieldsOf(dto).filter(({ name }) => decidersOf(dto).includes(name));
  return choices.reduce<Record<string, unknown>[]>(
    (kinds, { name, kind: control, options = [] }) => {
      const values = control === 'boolean' ? [true, false] : options;
      return kinds.flatMap((kind) => values.map((value) => ({ ...kind, [name]: value })));
    },
    [{}],
  );
};
const forms = named('Input').flatMap(([name, dto]) =>
  kindsOf(dto).map((kind) => [[name, ...Object.values(kind)].join(', '), dto, kind] as const),
);
const listed = named('View').filter(([, dto]) => fieldsOf(dto).some(({ list }) => list));

const server: HttpInterceptorFn = () =>
  of(new HttpResponse({ body: { items: [{ id: 1 }], next: null, total: 1, estimated: false } }));

describe('of every class of the contract', () => {
  let fixture: ComponentFixture<unknown>;

  beforeEach(() => {
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([server])), provideRouter([])],
    });
  });

  const shown = () => (fixture.nativeElement as HTMLElement).textContent ?? '';
  const labels = () =>
    [...(fixture.nativeElement as HTMLElement).querySelectorAll('[aria-label]')]
      .map((element) => element.getAttribute('aria-label'))
      .join('\n');

  it.each(forms)('each field of %s has a control in the form', async (_, dto, kind) => {
    const form = TestBed.createComponent<ResourceForm<object>>(ResourceForm);
    fixture = form;
    form.componentRef.setInput('dto', dto);
    form.componentRef.setInput('value', kind);
    form.componentRef.setInput('save', () => Promise.resolve());
    await fixture.whenStable();
    const fields = fieldsFor(dto, { ...new dto(), ...kind });
    const words = shown() + labels();
    expect(fields.filter(({ label }) => !words.includes(label))).toEqual([]);
    const controls = (fixture.nativeElement as HTMLElement).querySelectorAll('app-field-control');
    expect(controls).toHaveLength(fields.length);
  });

  it.each(named('Input'))('each field of %s is in a form of some kind', (_, dto) => {
    const names = kindsOf(dto).flatMap((kind) => fieldsFor(dto, { ...new dto(), ...kind }));
    const shownSomewhere = new Set(names.map(({ name }) => name));
    expect(fieldsOf(dto).filter(({ name }) => !shownSomewhere.has(name))).toEqual([]);
  });

  it.each(listed)('each column of %s is in the table', async (_, dto) => {
    const table =
      TestBed.createComponent<ResourceTable<object, Identified, PageQuery>>(ResourceTable);
    fixture = table;
    const api = TestBed.runInInjectionContext(
      () =>
        new ResourceApi<object, Identified, PageQuery>({
          route: dto.name,
          input: dto,
          view: dto as Dto<Identified>,
          query: PageQuery,
          one: 'row',
          many: 'rows',
        }),
    );
    table.componentRef.setInput('resource', api);
    await fixture.whenStable();
    const headings = [...(fixture.nativeElement as HTMLElement).querySelectorAll('th')].map(
      (heading) => heading.textContent?.trim(),
    );
    const columns = fieldsOf(dto).filter(({ list }) => list === true);
    expect(columns.map(({ label }) => label).filter((label) => !headings.includes(label))).toEqual(
      [],
    );
  });
});
