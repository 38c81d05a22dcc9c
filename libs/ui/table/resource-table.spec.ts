import {
  HttpErrorResponse,
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, inject, viewChild } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Field, IsInstant, PageQuery } from '@belltower/dto';
import { IsArray, IsEnum, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { of, throwError } from 'rxjs';
import { ResourceApi } from '../api/resource-api';
import { Session } from '../session/session';
import { Short } from '../testing/everything';
import { RESOURCE_TABLE, ResourceTable } from './resource-table';
import { Chosen } from './row-selection';

enum Status {
  Active = 'active',
  Inactive = 'inactive',
}

class RowView {
  @Field({ label: 'Id' }) @IsInt() id = 0;
  @Field({ label: 'Phonebook', relation: 'phonebooks', list: true }) @IsInt() phonebookId = 0;
  @Field({ label: 'Name', list: true, sort: true }) @IsString() name = '';
  @Field({ label: 'Status', list: true }) @IsEnum(Status) status = Status.Active;
  @Field({ label: 'Talk time', unit: 'seconds', list: true }) @IsInt() talkSeconds = 0;
  @Field({ label: 'Updated', list: 'hidden' }) @IsInstant() updatedAt = '';
}

class RowQuery extends PageQuery {
  @Field({ label: 'Name contains' }) @IsOptional() @MaxLength(20) q?: string;
  @Field({ label: 'Status' })
  @IsOptional()
  @IsArray()
  @IsEnum(Status, { each: true })
  status?: Status[];
}

@Component({
  selector: 'app-list',
  imports: [RESOURCE_TABLE],
  template: `
    <app-resource-table [resource]="api" [link]="linkOf">
      <ng-template cell="name" let-row>{{ row.name }}!</ng-template>
      <ng-template bulk let-chosen><button (click)="chosen$(chosen)">Delete</button></ng-template>
    </app-resource-table>
  `,
})
class List {
  readonly api = new ResourceApi({
    route: 'rows',
    input: Short,
    view: RowView,
    query: RowQuery,
    one: 'row',
    many: 'rows',
  });
  readonly linkOf = ({ id }: RowView) => ['/rows', id];
  readonly table = viewChild.required(ResourceTable);
  readonly router = inject(Router);
  chosen: Chosen | null = null;

  chosen$(chosen: Chosen): void {
    this.chosen = chosen;
  }
}

const PAGE = 2;

describe('ResourceTable', () => {
  let harness: RouterTestingHarness;
  let list: List;
  let requests: HttpRequest<unknown>[];
  let names: string[];
  let failing: boolean;

  const server: HttpInterceptorFn = (request) => {
    requests.push(request);
    if (failing)
      return throwError(
        () => new HttpErrorResponse({ status: 503, error: { detail: 'Upgrading.' } }),
      );
    const from = Number(request.params.get('after') ?? 0);
    const items = names.slice(from, from + PAGE).map((name, index) => ({
      id: from + index + 1,
      phonebookId: 7,
      phonebookName: 'Spring',
      name,
      status: 'active',
      talkSeconds: 754,
      updatedAt: '2026-11-23T12:00:00Z',
    }));
    const next = from + PAGE < names.length ? String(from + PAGE) : null;
    const body = { items, next, total: from ? null : names.length, estimated: false };
    return of(new HttpResponse({ body }));
  };

  const host = () => harness.routeNativeElement!;
  const all = (selector: string) => [...host().querySelectorAll<HTMLElement>(selector)];
  const texts = (selector: string) => all(selector).map(({ textContent }) => textContent!.trim());
  const settle = () => harness.fixture.whenStable();
  const button = (label: string) =>
    all('button').find(
      (one) => one.getAttribute('aria-label') === label || one.textContent!.trim() === label,
    )!;
  const click = async (element: HTMLElement) => {
    element.click();
    await settle();
  };
  const open = async (address = '/rows') => {
    harness = await RouterTestingHarness.create();
    list = await harness.navigateByUrl(address, List);
    await settle();
  };

  beforeEach(() => {
    localStorage.clear();
    requests = [];
    names = ['Ana', 'Bea', 'Carla', 'Dora', 'Eva'];
    failing = false;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter([{ path: 'rows', component: List }]),
      ],
    });
    jest.spyOn(TestBed.inject(Session), 'timeZone').mockReturnValue('Europe/Madrid');
  });

  it('has the columns of the view, what it is known by first, each value as its kind is shown', async () => {
    await open();
    expect(texts('thead th').slice(1)).toEqual(['Name', 'Phonebook', 'Status', 'Talk time']);
    expect(texts('tbody tr:first-child td').slice(1)).toEqual([
      'Ana!',
      'Spring',
      'Active',
      '12:34',
    ]);
    expect(all('tbody td.number')).toHaveLength(PAGE);
  });

  it('makes each row a link', async () => {
    await open();
    expect(all('a.open').map((link) => link.getAttribute('href'))).toEqual(['/rows/1', '/rows/2']);
  });

  it('sorts up, down and as usual, in the address', async () => {
    await open();
    const sortsAsked = async () => {
      await click(button('Name'));
      return [list.router.url, requests.at(-1)!.params.get('sort')];
    };
    expect(await sortsAsked()).toEqual(['/rows?sort=name', 'name']);
    expect(all('thead th')[1]!.getAttribute('aria-sort')).toBe('ascending');
    expect(await sortsAsked()).toEqual(['/rows?sort=-name', '-name']);
    expect(await sortsAsked()).toEqual(['/rows', null]);
  });

  it('pages by cursor, forwards and back, and keeps the count', async () => {
    await open();
    await click(button('Next page'));
    await click(button('Next page'));
    expect(texts('a.open')).toEqual(['Eva!']);
    expect(list.router.url).toBe('/rows?after=2~4&page=3');
    expect(texts('.foot [role=status]')).toEqual(['5 rows']);
    expect(button('Next page')).toHaveProperty('disabled', true);
    await click(button('Previous page'));
    expect(texts('a.open')).toEqual(['Carla!', 'Dora!']);
    await click(button('First page'));
    expect(list.router.url).toBe('/rows');
  });

  it('opens on the page and with the filters of an address', async () => {
    await open('/rows?after=2&page=2&status=active,inactive&unknown=1');
    const { params } = requests.at(-1)!;
    expect([params.get('after'), params.get('status'), params.get('unknown')]).toEqual([
      '2',
      'active,inactive',
      null,
    ]);
    expect(texts('.chip')[0]).toContain('Active, Inactive');
  });

  it('filters by a chip, from the first page on, and clears all', async () => {
    await open('/rows?after=2&page=2');
    await click(all('.chip .name')[0]!);
    const option = document.querySelector<HTMLElement>('.option')!;
    await click(option);
    expect(list.router.url).toBe('/rows?status=active');
    await click(button('Clear all'));
    expect(list.router.url).toBe('/rows');
  });

  it('selects across pages, then all that match', async () => {
    await open();
    await click(all('tbody input')[0]!);
    await click(button('Next page'));
    await click(all('thead input')[0]!);
    await click(button('Delete'));
    expect(list.chosen).toEqual({ ids: [1, 3, 4], count: 3 });
    await click(button('Select all 5 matching'));
    await click(button('Delete'));
    expect(list.chosen).toEqual({ matching: {}, count: 5 });
  });

  it('forgets the selection when the filters change', async () => {
    await open();
    await click(all('tbody input')[0]!);
    await list.router.navigateByUrl('/rows?q=x');
    await settle();
    expect(list.table().selection.isEmpty()).toBe(true);
  });

  it('moves between rows with the arrows and ticks with space', async () => {
    await open();
    const press = (key: string) =>
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    all('a.open')[0]!.focus();
    press('ArrowDown');
    expect(document.activeElement).toBe(all('a.open')[1]);
    press(' ');
    expect(list.table().selection.has(2)).toBe(true);
  });

  it('lets columns be chosen and remembers them', async () => {
    await open();
    const menu = await TestbedHarnessEnvironment.loader(harness.fixture).getHarness(
      MatMenuHarness.with({ selector: '[aria-label="Choose columns"]' }),
    );
    await menu.open();
    await menu.clickItem({ text: /Updated/ });
    expect(texts('thead th')).toContain('Updated');
    expect(localStorage.getItem('belltower.columns.rows')).toContain('updatedAt');
  });

  it('says when there is nothing yet', async () => {
    names = [];
    await open();
    expect(texts('app-empty-state h2')).toEqual(['No rows yet']);
  });

  it('says when nothing matches, and offers to clear the filters', async () => {
    names = [];
    await open('/rows?q=x');
    expect(texts('app-empty-state h2')).toEqual(['Nothing matches']);
    await click(button('Clear filters'));
    expect(list.router.url).toBe('/rows');
  });

  it('says what went wrong and tries again', async () => {
    failing = true;
    await open();
    expect(texts('app-failure p')).toEqual(['Upgrading.']);
    failing = false;
    const again = await TestbedHarnessEnvironment.loader(harness.fixture).getHarness(
      MatButtonHarness.with({ text: 'Try again' }),
    );
    await again.click();
    await settle();
    expect(texts('a.open')).toEqual(['Ana!', 'Bea!']);
  });
});
