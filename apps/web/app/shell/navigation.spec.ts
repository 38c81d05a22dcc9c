import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Session } from '@belltower/ui';
import { routes } from '../app.routes';
import { pageDataOf } from '../page-route';
import { Navigation } from './navigation';

const VIEWER = ['account.read', 'phonebook.read', 'contact.read', 'campaign.read', 'report.read'];
const pages = routes.flatMap(({ children = [] }) => children);

async function navigationFor(permissions: string[]): Promise<Navigation> {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter(routes)],
  });
  const restored = TestBed.inject(Session).restore();
  TestBed.inject(HttpTestingController).expectOne('/api/v1/me').flush({ permissions });
  await restored;
  return TestBed.inject(Navigation);
}

const titlesOf = (navigation: Navigation) =>
  navigation.sections().flatMap(({ links }) => links.map(({ title }) => title));

describe('the side navigation', () => {
  it('shows a viewer what a viewer may open', async () => {
    const titles = titlesOf(await navigationFor(VIEWER));
    expect(titles).toEqual(expect.arrayContaining(['Phonebooks', 'Contacts', 'Settings']));
    expect(titles).not.toContain('Accounts');
    expect(titles).not.toContain('System');
  });

  it('has a group of their own for operators, after the others', async () => {
    const navigation = await navigationFor([...VIEWER, 'platform.read', 'platform.write']);
    const last = navigation.sections().at(-1);
    expect(last?.group).toBe('Platform');
    const titles = last?.links.map(({ title }) => title) ?? [];
    expect([titles[0], titles.at(-1)]).toEqual(['Accounts', 'System']);
  });

  it('shows nothing to whoever may nothing, and no empty group', async () => {
    expect((await navigationFor([])).sections()).toEqual([]);
  });
});

describe('pages', () => {
  it('all stand below one that there is', () => {
    const paths = pages.map(({ path }) => path);
    const lost = pages.filter((page) => {
      const { under } = pageDataOf(page);
      return under !== undefined && !paths.includes(under);
    });
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  it('all have a title', () => {
    const untitled = pages.filter(({ title, redirectTo }) => !title && redirectTo === undefined);
    expect(untitled.map(({ path }) => path)).toEqual([]);
  });

  it('that change something need a permission to write', () => {
    const open = pages.filter(
      ({ path, data }) => path?.endsWith('/new') && !/write/.test(pageDataOf({ data }).allow ?? ''),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });
});
