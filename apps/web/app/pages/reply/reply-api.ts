import { Affected, ReplyQuery, ReplyReadInput, ReplyView } from '@belltower/dto';
import { Chosen, ResourceApi } from '@belltower/ui';

/** Requests about replies. Nobody writes one here: the view stands for the input too. */
export class ReplyApi extends ResourceApi<ReplyView, ReplyView, ReplyQuery> {
  constructor() {
    super({
      route: 'replies',
      input: ReplyView,
      view: ReplyView,
      query: ReplyQuery,
      one: 'reply',
      many: 'replies',
    });
  }

  /** Marks them as read for everybody in the account, or as unread after all; answers how many have changed. */
  async mark({ ids, matching }: Pick<Chosen, 'ids' | 'matching'>, read: boolean): Promise<number> {
    const input: ReplyReadInput = ids ? { ids, read } : { matching, read };
    return (await this.post<Affected>('read', input)).affected;
  }
}
