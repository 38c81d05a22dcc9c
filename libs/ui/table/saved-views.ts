import { computed, inject, Injectable, resource } from '@angular/core';
import { SavedViewInput, SavedViewQuery, SavedViewView } from '@belltower/dto';
import { ResourceApi } from '../api/resource-api';
import { Session } from '../session/session';

/** A person has at most a hundred of their own, and as many are everybody's. */
const ALL = 200;

/** The views of lists that this person may open: read once for all lists, and again after a change. */
@Injectable({ providedIn: 'root' })
export class SavedViews {
  private readonly session = inject(Session);
  private readonly api = new ResourceApi({
    route: 'saved-views',
    input: SavedViewInput,
    view: SavedViewView,
    query: SavedViewQuery,
    one: 'view',
    many: 'views',
  });
  private readonly person = computed(() => {
    const me = this.session.me();
    return me ? `${me.accountId} ${me.id}` : undefined;
  });
  private readonly answer = resource({
    params: () => this.person(),
    loader: () => this.api.list({ limit: ALL }),
  });

  /** Views of a list by its route, by name; none while they are on their way. */
  of(list: string): SavedViewView[] {
    const { items } = this.answer.hasValue() ? this.answer.value() : { items: [] };
    return items.filter((view) => view.list === list);
  }

  readonly mayShare = computed(() => this.session.can('saved-view.share'));

  async keep(input: SavedViewInput): Promise<SavedViewView> {
    const view = await this.api.create(input);
    this.answer.reload();
    return view;
  }

  async change(view: SavedViewView, changes: Partial<SavedViewInput>): Promise<void> {
    const { name, list, query, shared } = view;
    await this.api.replace(view.id, { name, list, query, shared, ...changes });
    this.answer.reload();
  }

  async remove({ id }: SavedViewView): Promise<void> {
    await this.api.remove(id);
    this.answer.reload();
  }
}

/** Whether two addresses of a list show the same, in whichever order they say it. */
export function showSame(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
