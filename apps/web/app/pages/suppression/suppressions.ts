import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import {
  Affected,
  ExportKind,
  fieldsOf,
  SuppressionBulkInput,
  SuppressionQuery,
  SuppressionView,
} from '@belltower/dto';
import {
  MENU,
  choiceLabel,
  Chosen,
  Confirm,
  counted,
  EmptyState,
  Messages,
  PageTabs,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import checkIcon from '@material-symbols/svg-400/rounded/fact_check.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { ExportMenu } from '../export/export-menu';
import { listFilters } from '../export/list-filters';
import { suppressionPlace } from './suppression-api';

const SOURCE = fieldsOf(SuppressionView).find(({ name }) => name === 'source')!;

/** Numbers that must not be reached, over all lists of the account or of the platform. */
@Component({
  selector: 'app-suppressions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    ExportMenu,
    MatButtonModule,
    MatIconModule,
    MENU,
    PageTabs,
    RESOURCE_PAGE,
    RouterLink,
  ],
  templateUrl: './suppressions.html',
})
export class Suppressions {
  protected readonly place = suppressionPlace();
  protected readonly mayWrite = inject(Session).can(this.place.numbers.write);
  protected readonly purpose = this.place.isPlatform
    ? 'Numbers that no account may call or text. Customers see that a number is on a list of the platform, and no more.'
    : 'Numbers that are never called or texted. Opt-outs stand beside these lists and cannot be deleted.';
  protected readonly emptyText = this.place.isPlatform
    ? 'Add numbers that nobody on this platform may call or text, such as a national register.'
    : 'Add numbers that must not be called or texted, to a list that applies everywhere or to chosen campaigns.';
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly exported = ExportKind.DoNotCall;
  protected readonly filters = listFilters(SuppressionQuery);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      delete: deleteIcon,
      download: downloadIcon,
      fact_check: checkIcon,
      more_vert: moreIcon,
      upload_file: uploadIcon,
    });
  }

  /** The export takes the filters on screen. */
  protected exportUrl(): string {
    return this.place.numbers.csvUrl(this.filters());
  }

  protected sourceOf({ source }: SuppressionView): string {
    return choiceLabel(SOURCE, source);
  }

  /** One number is quickly put back: undo instead of a question. */
  protected async remove({ id, listId, number, reason }: SuppressionView): Promise<void> {
    try {
      await this.place.numbers.remove(id);
      this.page().reload();
      this.messages.offer(`${number} is off the list`, 'Undo', async () => {
        await this.place.numbers.create({ listId, number, reason });
        this.page().reload();
      });
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async takeOff({ ids, matching, count }: Chosen): Promise<void> {
    const numbers = counted(count, 'number', 'numbers');
    const agreed = await this.confirm.ask({
      title: `Take ${numbers} off their lists?`,
      text: 'They may be called and texted again, also by campaigns under way that they were held back from, unless another list or an opt-out forbids it. This cannot be undone.',
      action: `Take off ${numbers}`,
      danger: true,
    });
    if (!agreed) return;
    try {
      const input: SuppressionBulkInput = ids ? { ids } : { matching };
      const { affected } = await this.place.numbers.post<Affected>('remove', input);
      this.messages.say(`${counted(affected, 'number', 'numbers')} taken off`);
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
