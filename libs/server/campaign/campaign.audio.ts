import { AudioUse, AudioUser } from '@belltower/audio';
import { Queryable } from '@belltower/core';
import { recordingsIn, Spoken } from '@belltower/dto';

/** Campaigns and the recordings that they play, in place of any of their texts. */
export const campaignAudio: AudioUser = {
  /** Those that may still call. */
  uses: (db, accountId, audioIds) =>
    db.query<AudioUse[]>(
      `select link.audio_id as "audioId", campaign.id as "campaignId", campaign.name as "campaignName"
         from campaign_audio link
         join campaign on campaign.account_id = link.account_id and campaign.id = link.campaign_id
        where link.account_id = $1 and link.audio_id = any($2)
          and campaign.status in ('draft', 'running', 'paused') and campaign.deleted_at is null
        order by campaign.name, campaign.id`,
      [accountId, audioIds],
    ),

  /* Those that have ended only remember what they played; nobody hears it any more. */
  forget: async (db, accountId, audioId) => {
    await db.query(
      `update campaign set
              audio_id = nullif(audio_id, $2),
              opt_out_audio_id = nullif(opt_out_audio_id, $2),
              record_audio_id = nullif(record_audio_id, $2),
              goodbye_audio_id = nullif(goodbye_audio_id, $2),
              questions = (
                select coalesce(jsonb_agg(case when asked.question -> 'audioId' = to_jsonb($2::bigint)
                         then asked.question - 'audioId' else asked.question end order by asked.place), '[]')
                  from jsonb_array_elements(campaign.questions) with ordinality as asked (question, place))
        where account_id = $1 and id in (
          select campaign_id from campaign_audio where account_id = $1 and audio_id = $2)`,
      [accountId, audioId],
    );
    await db.query('delete from campaign_audio where account_id = $1 and audio_id = $2', [
      accountId,
      audioId,
    ]);
  },
};

/**
 * Notes which recordings a campaign plays, wherever it names them. The composite foreign key refuses one that is not the
 * account's, and keeps one from being deleted until nothing names it.
 */
export async function writeRecordings(
  db: Queryable,
  accountId: number,
  campaignId: number,
  content: Spoken,
): Promise<void> {
  const audioIds = [...new Set(recordingsIn(content).map(({ audioId }) => audioId))];
  await db.query(
    `delete from campaign_audio where account_id = $1 and campaign_id = $2 and audio_id <> all($3)`,
    [accountId, campaignId, audioIds],
  );
  await db.query(
    `insert into campaign_audio (account_id, campaign_id, audio_id)
     select $1, $2, unnest($3::bigint[]) on conflict do nothing`,
    [accountId, campaignId, audioIds],
  );
}
