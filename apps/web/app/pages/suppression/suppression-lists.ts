import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Affected, ListClearing } from '@belltower/dto';
import {
  MENU,
  Confirm,
  counted,
  EmptyState,
  formatNumber,
  Messages,
  PageTabs,
  Removal,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import emptyIcon from '@material-symbols/svg-400/rounded/playlist_remove.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import uploadIcon from '@material-symbols/svg-400/rounded/upload_file.svg';
import { suppressionPlace } from './suppression-api';

interface Row {
  id: number;
  name: string;
  numbers: number;
  clearing: ListClearing | null;
}

/** The do-not-call lists of the account or of the platform. */
@Component({
  selector: 'app-suppression-lists',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, MatIconModule, MENU, PageTabs, RESOURCE_PAGE, RouterLink],
  templateUrl: './suppression-lists.html',
})
export class SuppressionLists {
  protected readonly place = suppressionPlace();
  protected readonly session = inject(Session);
  protected readonly formatNumber = formatNumber;
  protected readonly purpose = this.place.isPlatform
    ? 'Each holds for every campaign of every account.'
    : 'A list applies to every campaign, or only to the campaigns that name it.';
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({
      delete: deleteIcon,
      more_vert: moreIcon,
      playlist_remove: emptyIcon,
      upload_file: uploadIcon,
    });
  }

  /** That its numbers are leaving, and how many still have to. */
  protected goingOn({ clearing, numbers }: Row): string {
    return clearing ? `${CLEARING_WORDS[clearing]} · ${formatNumber(numbers)} left` : '';
  }

  protected async empty(row: Row): Promise<void> {
    const numbers = counted(row.numbers, 'number', 'numbers');
    const agreed = await this.confirm.ask({
      title: `Take all ${numbers} off “${row.name}”?`,
      text: `${consequence(row)} The list stays. This cannot be undone.`,
      action: `Take off ${numbers}`,
      danger: true,
    });
    if (!agreed) return;
    try {
      const { affected } = await this.place.lists.action<Affected>(row.id, 'empty');
      const { clearing } = await this.place.lists.get(row.id);
      const taken = counted(affected, 'number', 'numbers');
      this.messages.say(
        clearing
          ? `“${row.name}” holds nobody back any more. Its ${taken} leave it in the background`
          : `${taken} taken off`,
      );
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected async remove(row: Row): Promise<void> {
    const takes = `${consequence(row)} This cannot be undone.`;
    // A row of the table has what the list's view has.
    if (await this.removal.ask(this.place.lists, row as never, takes)) this.page().reload();
  }
}

/** What is going on with a list, before how many numbers are left. */
const CLEARING_WORDS: Readonly<Record<ListClearing, string>> = {
  [ListClearing.Emptying]: 'Being emptied',
  [ListClearing.Deleting]: 'Being deleted',
};

function consequence({ numbers }: Row): string {
  if (!numbers) return 'It has no numbers.';
  const whose = counted(numbers, 'number', 'numbers');
  return `Its ${whose} may be called and texted again, also by campaigns under way, unless another list or an opt-out forbids it.`;
}
