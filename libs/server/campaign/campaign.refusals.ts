import { Account } from '@belltower/auth';
import { Conflict, Invalid } from '@belltower/core';
import {
  CampaignInput,
  CampaignStatus,
  Channel,
  CHANNEL_WORDS,
  FieldProblem,
} from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { callerIdProblems } from './campaign.caller-id';
import { Campaign } from './campaign.entity';
import { refuseUnknownReferences } from './campaign.references';
import { Change, limitProblems, lockedProblems } from './campaign.rules';
import { hasEnded, isUnderWay } from './campaign.status';

/**
 * What the classes of the contract cannot check: limits and what belongs to the account.
 * @throws Invalid `campaign.limit`, `campaign.gateway-channel` or `campaign.caller-id`
 * @throws NotFound `campaign.reference-not-found`
 */
export async function refuseUnsound(db: EntityManager, accountId: number, input: CampaignInput) {
  const account = await db.getRepository(Account).findOneByOrFail({ id: accountId });
  const problems = limitProblems(input, account);
  if (problems[0]) throw new Invalid('campaign.limit', problems[0].message, problems);
  await refuseUnknownReferences(db, accountId, input);
  const [refused] = await callerIdProblems(db, input);
  if (refused) throw new Invalid('campaign.caller-id', `${refused.message}.`, [refused]);
}

/** @throws Conflict `campaign.under-way` or `campaign.calls-under-way` */
export async function refuseUnderWay(
  db: EntityManager,
  { accountId, id, name, status, channel }: Campaign,
): Promise<void> {
  if (status === CampaignStatus.Running)
    throw new Conflict('campaign.under-way', `“${name}” is running. Stop it first.`);
  const [{ calls }] = await db.query<[{ calls: number }]>(
    'select count(*) as calls from inflight where account_id = $1 and campaign_id = $2',
    [accountId, id],
  );
  if (calls)
    throw new Conflict(
      'campaign.calls-under-way',
      channel === Channel.Sms
        ? `“${name}” still has ${calls} messages that are being sent. Wait for them.`
        : `“${name}” still has ${calls} calls on the line. Wait for them, or stop it and hang up.`,
    );
}

/**
 * What of a campaign may not change in its status.
 * @throws Conflict `campaign.ended`, `campaign.channel-fixed`, or `campaign.locked` naming the fields
 * @throws Invalid `campaign.finish-passed`
 */
export function refuseLocked(
  { status, name, channel }: Campaign,
  changes: readonly Change[],
  now: Date,
  { endsAt }: CampaignInput,
): void {
  if (hasEnded(status))
    throw new Conflict(
      'campaign.ended',
      `“${name}” has ended. Duplicate it to ${CHANNEL_WORDS[channel].call} again.`,
    );
  if (changes.some(({ field }) => field === 'channel')) {
    const message = 'The channel of a campaign cannot change: make a new one';
    throw new Conflict('campaign.channel-fixed', `${message}.`, [{ field: 'channel', message }]);
  }
  if (!isUnderWay(status)) return;
  const locked: FieldProblem[] = lockedProblems(changes);
  if (locked[0]) throw new Conflict('campaign.locked', locked[0].message, locked);
  if (changes.some(({ field }) => field === 'endsAt') && new Date(endsAt) <= now) {
    const message = 'This finish has passed. Stop the campaign to end it now.';
    throw new Invalid('campaign.finish-passed', message, [{ field: 'endsAt', message }]);
  }
}
