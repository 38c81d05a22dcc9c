import {
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatDialogHarness } from '@angular/material/dialog/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSnackBarHarness } from '@angular/material/snack-bar/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Field, MeView, PageQuery, SavedViewInput, SavedViewView } from '@belltower/dto';
import { IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { of } from 'rxjs';
import { ResourceApi } from '../api/resource-api';
import { Session } from '../session/session';
import { Short } from '../testing/everything';
import { RESOURCE_TABLE } from './resource-table';

class RowView {
  @Field({ label: 'Id' }) @IsInt() id = 0;
  @Field({ label: 'Name', list: true, sort: true }) @IsString() name = '';
  @Field({ label: 'Town', list: true }) @IsString() town = '';
}

class RowQuery extends PageQuery {
  @Field({ label: 'Name contains' }) @IsOptional() @MaxLength(20) q?: string;
}

@Component({
  selector: 'app-list',
  imports: [RESOURCE_TABLE],
  template: `<app-resource-table [resource]="api" [kept]="['period']" [passing]="['row']" />`,
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
  readonly router = inject(Router);
}

const MISSED = { period: 'last-7-days', q: 'an', sort: '-name', columns: 'name' };

describe('views of a list', () => {
  let harness: RouterTestingHarness;
  let list: List;
  let views: SavedViewView[];
  let sent: HttpRequest<unknown>[];

  const server: HttpInterceptorFn = (request) => {
    const { url, method } = request;
    const isOfViews = url.includes('saved-views');
    if (isOfViews && method !== 'GET') sent.push(request);
    if (method === 'POST') {
      views.push({ ...view(9, {}), ...(request.body as SavedViewInput) });
      return of(new HttpResponse({ status: 201, body: views.at(-1) }));
    }
    if (method === 'PUT') Object.assign(views[0]!, request.body);
    if (method === 'DELETE') views.shift();
    const items = isOfViews ? [...views] : [{ id: 1, name: 'Ana', town: 'Lugo' }];
    const body = { items, next: null, previous: null, total: items.length, estimated: false };
    return of(new HttpResponse({ body }));
  };
  const view = (id: number, values: Partial<SavedViewView>): SavedViewView => ({
    ...{ id, name: 'Missed', list: 'rows', query: MISSED, shared: false, changeable: true },
    ...{ createdBy: 'Ana', updatedAt: '2026-11-23T12:00:00Z', ...values },
  });
  const host = () => harness.routeNativeElement!;
  const all = (selector: string) => [...host().querySelectorAll<HTMLElement>(selector)];
  const links = () => all('app-view-links a');
  const settle = () => harness.fixture.whenStable();
  const entry = async (words: string) => {
    all('app-view-menu button')[0]!.click();
    await settle();
    return all('app-view-menu [role=menuitem]').find(({ textContent }) =>
      textContent!.includes(words),
    );
  };
  /** Dialogs stand outside of the page, and come with the first. */
  const dialog = async (title: string) => {
    const loader = TestbedHarnessEnvironment.documentRootLoader(harness.fixture);
    for (;;) {
      for (const found of await loader.getAllHarnesses(MatDialogHarness)) {
        if ((await found.getTitleText()) === title) return found;
      }
      await new Promise((later) => setTimeout(later));
    }
  };
  const open = async (address = '/rows') => {
    harness = await RouterTestingHarness.create();
    list = await harness.navigateByUrl(address, List);
    await settle();
    await settle();
  };

  beforeEach(() => {
    localStorage.clear();
    sent = [];
    views = [view(1, {}), view(2, { name: 'Of another list', list: 'others' })];
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([server])),
        provideRouter([{ path: 'rows', component: List }]),
      ],
    });
    const session = TestBed.inject(Session);
    jest.spyOn(session, 'me').mockReturnValue({ id: 3, accountId: 5 } as MeView);
    jest.spyOn(session, 'can').mockReturnValue(true);
  });

  it('are links that say all that they show', async () => {
    await open();
    expect(links().map(({ textContent }) => textContent!.trim())).toEqual(['As usual', 'Missed']);
    expect(links()[0]!.getAttribute('aria-current')).toBe('page');
    links()[1]!.click();
    await settle();
    expect(list.router.url).toBe('/rows?period=last-7-days&q=an&sort=-name&columns=name');
    expect(links().map((link) => link.getAttribute('aria-current'))).toEqual([null, 'page']);
  });

  it('are kept with period, filters, order and columns, and without page and what is open', async () => {
    await open('/rows?period=yesterday&q=an&sort=name&after=x&page=2&row=7');
    (await entry('Keep this'))!.click();
    const asked = await dialog('Keep this view');
    await (await asked.getHarness(MatInputHarness)).setValue('An yesterday');
    await (await asked.getHarness(MatButtonHarness.with({ text: 'Keep' }))).click();
    expect(sent[0]!.body).toEqual({
      ...{ name: 'An yesterday', list: 'rows', shared: false },
      query: { period: 'yesterday', q: 'an', sort: 'name', columns: 'name,town' },
    });
  });

  it('are replaced by what is on screen once that is something else', async () => {
    await open('/rows?period=last-7-days&q=an&sort=-name&columns=name');
    expect(await entry('from now on')).toBeUndefined();
    await harness.navigateByUrl('/rows?period=last-7-days&q=bea&columns=name', List);
    all('app-view-menu button')[0]!.click();
    (await entry('from now on'))!.click();
    await settle();
    expect(sent[0]!.body).toMatchObject({
      name: 'Missed',
      query: { period: 'last-7-days', q: 'bea', columns: 'name' },
    });
  });

  it('are deleted, and come back by undo', async () => {
    await open();
    (await entry('Rename, replace or delete'))!.click();
    const managed = await dialog('Views of this list');
    await (await managed.getHarness(MatButtonHarness.with({ text: 'Delete' }))).click();
    expect(await managed.getContentText()).toContain('none any more');
    const loader = TestbedHarnessEnvironment.documentRootLoader(harness.fixture);
    await (await loader.getHarness(MatSnackBarHarness)).dismissWithAction();
    await settle();
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'DELETE /api/v1/saved-views/1',
      'POST /api/v1/saved-views',
    ]);
    expect(links()[1]!.textContent).toContain('Missed');
  });

  it('of others are opened, but neither renamed nor deleted by who only reads', async () => {
    views = [view(1, { shared: true, changeable: false })];
    await open();
    (await entry('Rename, replace or delete'))!.click();
    const managed = await dialog('Views of this list');
    expect(await managed.getContentText()).toContain('For everybody, kept by Ana');
    expect(await managed.getAllHarnesses(MatButtonHarness.with({ text: 'Delete' }))).toEqual([]);
  });
});
