import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  input,
  linkedSignal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { SavedViewInput, SavedViewView } from '@belltower/dto';
import viewIcon from '@material-symbols/svg-400/rounded/bookmark.svg';
import { useIcons } from '../icon/use-icons';
import { MENU } from '../menu/menu-item';
import { FormDialog } from '../page/form-dialog';
import { Messages } from '../page/messages';
import { SavedViews, showSame } from './saved-views';

/** Keeps what a list shows under a name, and looks after what has been kept. */
@Component({
  selector: 'app-view-menu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU],
  template: `
    <button matIconButton [appMenuFor]="menu" aria-label="Views of this list" title="Views">
      <mat-icon svgIcon="bookmark" />
    </button>
    <app-menu #menu="appMenu" xPosition="before">
      @if (outdated(); as view) {
        <button app-menu-item (click)="replace(view)">
          Show this in “{{ view.name }}” from now on
        </button>
      }
      <button app-menu-item (click)="keep()">Keep this as a view…</button>
      @if (views().length) {
        <button app-menu-item (click)="look()">Rename, replace or delete views…</button>
      }
      <p class="note muted">A view keeps the filters, the order and the columns on screen.</p>
    </app-menu>
  `,
  styles: `
    .note {
      max-width: 280px;
      padding: 4px 16px 8px;
      font-size: 12px;
    }
  `,
})
export class ViewMenu {
  /** Route of the list. */
  readonly list = input.required<string>();
  /** What the list shows just now. */
  readonly current = input.required<Readonly<Record<string, string>>>();

  private readonly saved = inject(SavedViews);
  private readonly form = inject(FormDialog);
  private readonly messages = inject(Messages);
  private readonly injector = inject(Injector);

  protected readonly views = computed(() => this.saved.of(this.list()));
  /** The view that was opened last. */
  private readonly opened = linkedSignal<number | undefined, number | undefined>({
    source: () => this.views().find(({ query }) => showSame(query, this.current()))?.id,
    computation: (id, previous) => id ?? previous?.value,
  });
  /** What was opened, may be changed, and is not what is on screen any more. */
  protected readonly outdated = computed(() => {
    const view = this.views().find(({ id }) => id === this.opened());
    return view?.changeable && !showSame(view.query, this.current()) ? view : null;
  });

  constructor() {
    useIcons({ bookmark: viewIcon });
  }

  protected async keep(): Promise<void> {
    await this.form.ask({
      title: 'Keep this view',
      text: 'Filters, order and columns as they are now. “Last 7 days” stays the last seven days.',
      dto: SavedViewInput,
      value: { list: this.list(), query: { ...this.current() } },
      omit: ['list', 'query', ...(this.saved.mayShare() ? [] : ['shared'])],
      saveLabel: 'Keep',
      save: async (input: SavedViewInput) => {
        const { name, shared } = await this.saved.keep(input);
        this.messages.say(shared ? `Everybody sees “${name}” now` : `Kept as “${name}”`);
      },
    });
  }

  protected async replace(view: SavedViewView): Promise<void> {
    const { query } = view;
    try {
      await this.saved.change(view, { query: { ...this.current() } });
      this.messages.offer(`“${view.name}” shows this now`, 'Undo', () =>
        this.saved.change(view, { query }),
      );
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async look(): Promise<void> {
    // No list shows it before somebody asks for it.
    const { ViewDialogs } = await import('./view-dialog');
    this.injector.get(ViewDialogs).open(this.list(), this.current());
  }
}
