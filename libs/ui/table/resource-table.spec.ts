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
  /** Rows among which the server looks in vain before it answers. */
  let looked: number;

  const server: HttpInterceptorFn = (request) => {
    requests.push(request);
    if (failing)
      return throwError(
        () => new HttpErrorResponse({ status: 503, error: { detail: 'Upgrading.' } }),
      );
    const { params } = request;
    const from = Number(params.get('after') ?? Number(params.get('before') ?? PAGE) - PAGE);
    const found = from < looked ? [] : names.slice(from, from + PAGE);
    const items = found.map((name, index) => ({
      id: from + index + 1,
      phonebookId: 7,
      phonebookName: 'Spring',
      name,
      status: 'active',
      talkSeconds: 754,
      updatedAt: '2026-11-23T12:00:00Z',
    }));
    const next = from + PAGE < names.length ? String(from + PAGE) : null;
    const previous = from ? String(from) : null;
    const total = from || looked ? null : names.length;
    const body = { items, next, previous, total, estimated: false };
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
  /** What is loaded when it is first needed. */
  const coming = async (selector: string) => {
    while (!document.querySelector(selector)) await new Promise((later) => setTimeout(later));
    return document.querySelector<HTMLElement>(selector)!;
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
    looked = 0;
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
    expect(list.router.url).toBe('/rows?after=4&page=3');
    expect(texts('.foot [role=status]')).toEqual(['5 rows']);
    expect(button('Next page')).toHaveProperty('disabled', true);
    await click(button('Previous page'));
    expect(texts('a.open')).toEqual(['Carla!', 'Dora!']);
    expect(list.router.url).toBe('/rows?page=2&before=4');
    await click(button('First page'));
    expect(list.router.url).toBe('/rows');
  });

  it('goes back from a page that was opened by its address', async () => {
    await open('/rows?after=4&page=3');
    await click(button('Previous page'));
    expect(texts('a.open')).toEqual(['Carla!', 'Dora!']);
    await click(button('Previous page'));
    expect([list.router.url, texts('a.open')]).toEqual(['/rows', ['Ana!', 'Bea!']]);
    expect(button('Previous page')).toHaveProperty('disabled', true);
  });

  it('knows the row beside another, also where that stands on the page beside this one', async () => {
    await open('/rows?after=2&page=2');
    const { neighbours } = list.table();
    expect(await neighbours.find(3, 1)).toMatchObject({ row: { name: 'Dora' }, address: {} });
    expect(await neighbours.find(4, 1)).toMatchObject({
      row: { name: 'Eva' },
      address: { after: '4', before: '', page: '3' },
    });
    expect(await neighbours.find(3, -1)).toMatchObject({
      row: { name: 'Bea' },
      address: { after: '', before: '2', page: '1' },
    });
    expect([neighbours.has(4, 1), neighbours.has(5, 1)]).toEqual([true, false]);
    await list.router.navigateByUrl('/rows');
    await settle();
    expect([neighbours.has(1, -1), await neighbours.find(1, -1)]).toEqual([false, null]);
  });

  it('leaves out what an address asks for in vain, and says so until it is told to forget it', async () => {
    await open('/rows?status=active,asleep&region=north&sort=-region&columns=name,mood&q=a');
    const { params } = requests.at(-1)!;
    expect(params.toString()).toBe('q=a&status=active&limit=50');
    expect(texts('thead th').slice(1)).toEqual(['Name']);
    expect(texts('.strange b')).toEqual([
      'status=active,asleep, region=north, sort=-region, the column mood',
    ]);
    await click(button('Forget it'));
    expect(list.router.url).toBe('/rows?status=active&columns=name&q=a');
    expect(all('.strange')).toEqual([]);
  });

  it('shows the columns of an address, and changes them there', async () => {
    await open('/rows?columns=name,status');
    expect(texts('thead th').slice(1)).toEqual(['Name', 'Status']);
    await click(button('Choose columns'));
    await click(button('Talk time'));
    expect(list.router.url).toBe('/rows?columns=name,status,talkSeconds');
    expect(localStorage).toHaveLength(0);
    await click(button('As usual'));
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
    await click(await coming('.option'));
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
    await click(all('[aria-label="Choose columns"]')[0]!);
    const entries = all('[role=menuitemcheckbox]');
    await click(entries.find(({ textContent }) => textContent.includes('Updated'))!);
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

  it('goes on where nothing has been found so far', async () => {
    looked = 4;
    await open('/rows?q=x');
    expect(texts('app-empty-state h2')).toEqual(['Nothing found so far']);
    await click(button('Search on'));
    await click(button('Search on'));
    expect(texts('a.open')).toEqual(['Eva!']);
    expect(list.router.url).toBe('/rows?q=x&after=4&page=3');
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
