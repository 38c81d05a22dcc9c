import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import {
  ExportKind,
  REPLY_MEANING_WORDS,
  ReplyMeaning,
  ReplyQuery,
  ReplyView,
} from '@belltower/dto';
import {
  Chosen,
  counted,
  EmptyState,
  MENU,
  Messages,
  PhoneFormat,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/fact_check.svg';
import readIcon from '@material-symbols/svg-400/rounded/mark_chat_read.svg';
import unreadIcon from '@material-symbols/svg-400/rounded/mark_chat_unread.svg';
import moreIcon from '@material-symbols/svg-400/rounded/more_vert.svg';
import personIcon from '@material-symbols/svg-400/rounded/person.svg';
import startIcon from '@material-symbols/svg-400/rounded/play_circle.svg';
import stopIcon from '@material-symbols/svg-400/rounded/block.svg';
import { ExportMenu } from '../export/export-menu';
import { listFilters } from '../export/list-filters';
import { ReplyApi } from './reply-api';

/** What people have answered to messages, unread ones in bold. */
@Component({
  selector: 'app-replies',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    ExportMenu,
    MatButtonModule,
    MatIconModule,
    MENU,
    RESOURCE_PAGE,
    RouterLink,
  ],
  templateUrl: './replies.html',
  styleUrl: './replies.scss',
})
export class Replies {
  protected readonly replies = new ReplyApi();
  protected readonly exported = ExportKind.Replies;
  protected readonly filters = listFilters(ReplyQuery);
  protected readonly phone = inject(PhoneFormat);
  private readonly session = inject(Session);
  private readonly messages = inject(Messages);
  private readonly page = viewChild.required(ResourcePage);
  protected readonly mayMark = this.session.can('campaign.write');

  constructor() {
    useIcons({
      block: stopIcon,
      fact_check: checkIcon,
      mark_chat_read: readIcon,
      mark_chat_unread: unreadIcon,
      more_vert: moreIcon,
      person: personIcon,
      play_circle: startIcon,
    });
  }

  protected wishOf({ meaning }: ReplyView) {
    if (!meaning) return null;
    const stops = meaning === ReplyMeaning.Stop;
    return {
      words: REPLY_MEANING_WORDS[meaning],
      stops,
      icon: stops ? 'block' : 'play_circle',
    };
  }

  protected async markOne({ id, readAt }: ReplyView): Promise<void> {
    await this.mark({ ids: [id] }, readAt === null);
  }

  protected async mark(chosen: Pick<Chosen, 'ids' | 'matching'>, read: boolean): Promise<void> {
    try {
      const changed = await this.replies.mark(chosen, read);
      this.messages.say(
        `${counted(changed, 'reply', 'replies')} marked as ${read ? 'read' : 'unread'}`,
      );
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
