import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { PhonebookMergeInput, PhonebookView } from '@belltower/dto';
import {
  MENU,
  Chosen,
  Confirm,
  counted,
  EmptyState,
  FormDialog,
  formatNumber,
  Messages,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import contactsIcon from '@material-symbols/svg-400/rounded/contacts.svg';
import copyIcon from '@material-symbols/svg-400/rounded/content_copy.svg';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import mergeIcon from '@material-symbols/svg-400/rounded/merge.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import emptyIcon from '@material-symbols/svg-400/rounded/playlist_remove.svg';
import { PhonebookApi } from './phonebook-api';

const contacts = (count: number) => counted(count, 'contact', 'contacts');

/** The account's phonebooks: open their contacts, duplicate, merge, empty, export, delete. */
@Component({
  selector: 'app-phonebooks',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, MatIconModule, MENU, RESOURCE_PAGE, RouterLink],
  templateUrl: './phonebooks.html',
})
export class Phonebooks {
  protected readonly phonebooks = new PhonebookApi();
  protected readonly session = inject(Session);
  protected readonly formatNumber = formatNumber;
  private readonly confirm = inject(Confirm);
  private readonly formDialog = inject(FormDialog);
  private readonly messages = inject(Messages);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      contacts: contactsIcon,
      content_copy: copyIcon,
      delete: deleteIcon,
      download: downloadIcon,
      merge: mergeIcon,
      more_vert: moreIcon,
      playlist_remove: emptyIcon,
    });
  }

  protected async duplicate(row: PhonebookView): Promise<void> {
    await this.run(() => this.phonebooks.action(row.id, 'duplicate'), `“${row.name}” duplicated`);
  }

  protected async merge(row: PhonebookView): Promise<void> {
    const merged = await this.formDialog.ask<PhonebookMergeInput>({
      title: `Merge “${row.name}”`,
      text: `Its ${contacts(row.allContacts)} move to the other phonebook, and “${row.name}” is deleted. History stays.`,
      dto: PhonebookMergeInput,
      saveLabel: 'Merge',
      save: (input) => this.phonebooks.action(row.id, 'merge', input),
    });
    if (merged) this.done(`“${row.name}” merged`);
  }

  protected async empty(row: PhonebookView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Empty “${row.name}”?`,
      text: `Its ${contacts(row.allContacts)} are deleted; the phonebook, calls and messages stay. This cannot be undone.`,
      action: `Delete ${contacts(row.allContacts)}`,
      danger: true,
    });
    if (agreed)
      await this.run(() => this.phonebooks.action(row.id, 'empty'), `“${row.name}” emptied`);
  }

  protected remove(row: PhonebookView): Promise<void> {
    return this.removeAll(
      [row.id],
      `Delete “${row.name}”?`,
      `It goes with its ${contacts(row.allContacts)}. Calls, messages and reports stay. This cannot be undone.`,
    );
  }

  protected async removeChosen(chosen: Chosen): Promise<void> {
    const rows = await this.rowsOf(chosen);
    const held = rows.reduce((sum, { allContacts }) => sum + allContacts, 0);
    await this.removeAll(
      rows.map(({ id }) => id),
      `Delete ${counted(rows.length, 'phonebook', 'phonebooks')}?`,
      `They go with their ${contacts(held)}. Calls, messages and reports stay. This cannot be undone.`,
    );
  }

  private async removeAll(ids: readonly number[], title: string, text: string): Promise<void> {
    const agreed = await this.confirm.ask({ title, text, action: 'Delete', danger: true });
    if (!agreed) return;
    await this.run(
      () => this.phonebooks.post('delete', { ids }),
      `${counted(ids.length, 'phonebook', 'phonebooks')} deleted`,
    );
  }

  /** Deleting takes ids and tells the counts: the rows of every page that matches are gathered. */
  private async rowsOf({ ids, matching }: Chosen): Promise<PhonebookView[]> {
    const rows: PhonebookView[] = [];
    let after: string | undefined;
    do {
      const page = await this.phonebooks.list({ ...matching, after, limit: 200 });
      rows.push(...page.items.filter(({ id }) => !ids || ids.includes(id)));
      after = page.next ?? undefined;
    } while (after);
    return rows;
  }

  private async run(step: () => Promise<unknown>, success: string): Promise<void> {
    try {
      await step();
      this.done(success);
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  private done(text: string): void {
    this.messages.say(text);
    this.page().reload();
  }
}
