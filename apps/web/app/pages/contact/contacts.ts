import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import {
  Affected,
  ContactBulkAction,
  ContactBulkInput,
  ContactQuery,
  ExportKind,
} from '@belltower/dto';
import {
  Chosen,
  Confirm,
  counted,
  EmptyState,
  FormDialog,
  Messages,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { ExportMenu } from '../export/export-menu';
import { listFilters } from '../export/list-filters';
import { ContactApi } from './contact-api';

const contacts = (count: number) => counted(count, 'contact', 'contacts');

/** People to call, over all phonebooks or those of one; bulk actions on the chosen. */
@Component({
  selector: 'app-contacts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, ExportMenu, MatButtonModule, MatIconModule, RESOURCE_PAGE, RouterLink],
  templateUrl: './contacts.html',
})
export class Contacts {
  protected readonly contacts = new ContactApi();
  protected readonly session = inject(Session);
  protected readonly Action = ContactBulkAction;
  private readonly confirm = inject(Confirm);
  private readonly formDialog = inject(FormDialog);
  private readonly messages = inject(Messages);
  protected readonly exported = ExportKind.Contacts;
  protected readonly filters = listFilters(ContactQuery);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ more_vert: moreIcon, upload_file: uploadIcon });
  }

  protected async activate(chosen: Chosen): Promise<void> {
    await this.turn(chosen, ContactBulkAction.Activate, ContactBulkAction.Deactivate, 'activated');
  }

  protected async deactivate(chosen: Chosen): Promise<void> {
    await this.turn(
      chosen,
      ContactBulkAction.Deactivate,
      ContactBulkAction.Activate,
      'deactivated',
    );
  }

  protected async send(
    chosen: Chosen,
    action: ContactBulkAction.Move | ContactBulkAction.Copy,
  ): Promise<void> {
    const verb = action === ContactBulkAction.Move ? 'Move' : 'Copy';
    const done = await this.formDialog.ask<ContactBulkInput>({
      title: `${verb} ${contacts(chosen.count)}`,
      text:
        action === ContactBulkAction.Move
          ? 'Those whose number the other phonebook has already stay where they are.'
          : 'Numbers that the other phonebook has already stay as they are there.',
      dto: ContactBulkInput,
      value: { action },
      omit: ['action', 'ids', 'matching', 'listId'],
      saveLabel: verb,
      save: ({ phonebookId }) => this.bulk({ ...selected(chosen), action, phonebookId }),
    });
    if (done) this.done(verb === 'Move' ? 'Contacts moved' : 'Contacts copied');
  }

  protected async suppress(chosen: Chosen): Promise<void> {
    const done = await this.formDialog.ask<ContactBulkInput>({
      title: `Put ${contacts(chosen.count)} on do-not-call?`,
      text: 'Their numbers are not called or texted any more until they are taken off the list. The contacts stay.',
      dto: ContactBulkInput,
      value: { action: ContactBulkAction.Suppress },
      omit: ['action', 'ids', 'matching', 'phonebookId'],
      saveLabel: 'Put on do-not-call',
      save: ({ listId }) =>
        this.bulk({ ...selected(chosen), action: ContactBulkAction.Suppress, listId }),
    });
    if (done) this.done('Numbers put on do-not-call');
  }

  protected async remove(chosen: Chosen): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Delete ${contacts(chosen.count)}?`,
      text: 'They leave their phonebooks and running campaigns. Calls, messages and reports stay. This cannot be undone.',
      action: `Delete ${contacts(chosen.count)}`,
      danger: true,
    });
    if (agreed) await this.run(chosen, ContactBulkAction.Delete, 'deleted');
  }

  /** Activating and deactivating undo each other, for contacts chosen one by one. */
  private async turn(
    chosen: Chosen,
    action: ContactBulkAction,
    back: ContactBulkAction,
    word: string,
  ): Promise<void> {
    const affected = await this.run(chosen, action, word);
    if (!affected || !chosen.ids) return;
    this.messages.offer(`${contacts(affected)} ${word}`, 'Undo', () =>
      this.run(chosen, back, 'as before'),
    );
  }

  private async run(chosen: Chosen, action: ContactBulkAction, word: string): Promise<number> {
    try {
      const { affected } = await this.bulk({ ...selected(chosen), action });
      this.done(`${contacts(affected)} ${word}`);
      return affected;
    } catch (problem) {
      this.messages.fail(problem);
      return 0;
    }
  }

  private bulk(input: ContactBulkInput): Promise<Affected> {
    return this.contacts.post<Affected>('bulk', input);
  }

  private done(text: string): void {
    this.messages.say(text);
    this.page().reload();
  }
}

function selected({ ids, matching }: Chosen): Pick<ContactBulkInput, 'ids' | 'matching'> {
  return ids ? { ids } : { matching };
}
