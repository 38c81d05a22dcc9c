import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import { CALL_MARK_WORDS, type CampaignStatisticsView } from '@belltower/dto';
import { counted, formatNumber, formatShare } from '@belltower/ui';

/** What the callees of a campaign answered, question by question, and what else they did; a number leads to its calls. */
@Component({
  selector: 'app-campaign-answers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  templateUrl: './campaign-answers.html',
  styleUrl: './campaign-answers.scss',
})
export class CampaignAnswers {
  readonly campaignId = input.required<number>();
  /** Whether the calls behind the numbers can still be listed. */
  readonly listed = input(true);
  readonly statistics = input.required<Pick<CampaignStatisticsView, 'questions' | 'marks'>>();

  protected readonly questions = computed(() =>
    this.statistics().questions.map(({ question, asked, unanswered, answers }) => ({
      name: question,
      asked,
      askedWords: counted(asked, 'call', 'calls'),
      rows: [
        ...answers.map(({ key, label, calls }) => ({
          key,
          label: label ?? 'No longer asked',
          calls,
        })),
        { key: 'none', label: 'No answer', calls: unanswered },
      ].map((row) => ({
        ...row,
        count: formatNumber(row.calls),
        share: formatShare(row.calls, asked),
        percent: asked ? (100 * row.calls) / asked : 0,
      })),
    })),
  );
  protected readonly marks = computed(() =>
    this.statistics().marks.map(({ mark, calls }) => ({
      mark,
      words: CALL_MARK_WORDS[mark],
      count: formatNumber(calls),
    })),
  );

  /** Where they are listed; a link to nowhere is plain text. */
  protected readonly list = computed(() => (this.listed() ? '/calls' : null));

  /** All of the campaign's calls, whenever they were. */
  protected callsOf(filter: Params): Params {
    return { campaignId: this.campaignId(), period: 'all', ...filter };
  }
}
