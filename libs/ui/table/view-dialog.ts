import { ChangeDetectionStrategy, Component, computed, inject, Injectable } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule } from '@angular/material/dialog';
import { SavedViewInput, SavedViewView } from '@belltower/dto';
import { FormDialog } from '../page/form-dialog';
import { Messages } from '../page/messages';
import { SavedViews, showSame } from './saved-views';

/** A list, and what it shows just now. */
interface Shown {
  list: string;
  current: Readonly<Record<string, string>>;
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>Views of this list</h2>
    <mat-dialog-content>
      <ul>
        @for (view of views(); track view.id) {
          <li>
            <span class="name">
              <b>{{ view.name }}</b>
              <span class="muted">{{ ownerOf(view) }}</span>
            </span>
            @if (view.changeable) {
              <span class="deeds">
                @if (!isShown(view)) {
                  <button matButton (click)="replace(view)">Replace by what is on screen</button>
                }
                <button matButton (click)="rename(view)">Rename</button>
                <button matButton (click)="remove(view)">Delete</button>
              </span>
            }
          </li>
        } @empty {
          <li class="muted">There are none any more.</li>
        }
      </ul>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="filled" mat-dialog-close>Done</button>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 4px 16px;
      min-height: 48px;
      padding: 6px 0;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    li:last-child {
      border: 0;
    }
    .name {
      display: flex;
      flex-direction: column;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .name .muted {
      font-size: 12px;
    }
    .deeds {
      display: flex;
      flex-wrap: wrap;
      margin-inline: -12px;
    }
  `,
})
class ViewDialog {
  private readonly shown = inject<Shown>(MAT_DIALOG_DATA);
  private readonly saved = inject(SavedViews);
  private readonly form = inject(FormDialog);
  private readonly messages = inject(Messages);

  protected readonly views = computed(() => this.saved.of(this.shown.list));

  protected isShown({ query }: SavedViewView): boolean {
    return showSame(query, this.shown.current);
  }

  protected ownerOf({ shared, createdBy }: SavedViewView): string {
    return shared ? `For everybody, kept by ${createdBy}` : 'Only you see it';
  }

  protected async rename(view: SavedViewView): Promise<void> {
    await this.form.ask({
      title: `Rename “${view.name}”`,
      dto: SavedViewInput,
      value: view,
      omit: ['list', 'query', ...(this.saved.mayShare() ? [] : ['shared'])],
      saveLabel: 'Save',
      save: ({ name, shared }: SavedViewInput) => this.saved.change(view, { name, shared }),
    });
  }

  protected async replace(view: SavedViewView): Promise<void> {
    await this.trying(async () => {
      await this.saved.change(view, { query: { ...this.shown.current } });
      this.messages.offer(`“${view.name}” shows what is on screen now`, 'Undo', () =>
        this.saved.change(view, {}),
      );
    });
  }

  protected async remove(view: SavedViewView): Promise<void> {
    await this.trying(async () => {
      await this.saved.remove(view);
      const { name, list, query, shared } = view;
      this.messages.offer(`“${name}” is deleted`, 'Undo', () =>
        this.saved.keep({ name, list, query, shared }),
      );
    });
  }

  private async trying(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}

/** Where views are renamed, replaced and deleted; loaded by whoever asks for it. */
@Injectable({ providedIn: 'root' })
export class ViewDialogs {
  private readonly dialog = inject(MatDialog);

  open(list: string, current: Shown['current']): void {
    this.dialog.open<ViewDialog, Shown>(ViewDialog, {
      data: { list, current },
      width: '560px',
      maxWidth: '96vw',
    });
  }
}
