import { contactValueSql, limitedSql } from '@belltower/campaign';
import { Question, RetryPolicy } from '@belltower/dto';

/** What a campaign says about each of its calls, as of the claim. */
export interface Script extends RetryPolicy {
  accountId: number;
  callerName: string | null;
  /** A recording that is played in place of the message. */
  audioId: number | null;
  message: string;
  /** Of the voice; null: the gateway's own. */
  language: string | null;
  optOutKey: string | null;
  /** As {@link audioId}, in place of the text below it; so are the others. */
  optOutAudioId: number | null;
  optOutConfirmation: string | null;
  repeatKey: string | null;
  transferKey: string | null;
  transferNumber: string | null;
  questions: readonly Question[];
  recordAudioId: number | null;
  recordPrompt: string | null;
  recordSeconds: number;
  goodbyeAudioId: number | null;
  goodbye: string | null;
  ringTimeoutSeconds: number;
  maxCallSeconds: number;
}

/** Columns of a campaign's retry policy, within the limit of its account. */
export const policyColumns = (alias: string) => `
  ${limitedSql(alias, 'max_retries')} "maxRetries", ${alias}.retry_after_seconds "retryAfterSeconds",
  ${alias}.retry_on "retryOn", ${alias}.retry_rules "retryRules"`;

/** The tally of a ledger row's subscriber, looked up only where the campaign's policy asks for it. */
export const tallySql = (campaign: string, account: string, subscriber: string) => `
  case when ${campaign}.retry_rules <> '[]' then (
    select tally from subscriber where subscriber.account_id = ${account} and subscriber.id = ${subscriber}) end`;

/**
 * What a campaign's texts ask for about a person, looked up only where they ask for something: the fields of the contact
 * under their names, before its variables.
 */
export const valuesSql = (
  campaign: string,
  of: { account: string; contact: string; number: string },
) => `
  case when ${campaign}.placeholders <> '{}' then (
    select jsonb_object_agg(name, ${contactValueSql('name', of.number)})
      from unnest(${campaign}.placeholders) as name
      left join contact on contact.account_id = ${of.account} and contact.id = ${of.contact}) end`;

/** Columns of {@link Script}, of a campaign's row called `terms` or `campaign`, within the limits of its account. */
export const scriptColumns = (alias: string) => `
  ${alias}.account_id "accountId", ${alias}.caller_name "callerName", ${alias}.audio_id "audioId", ${alias}.message, ${alias}.language, ${alias}.opt_out_key "optOutKey",
  ${alias}.opt_out_audio_id "optOutAudioId", ${alias}.record_audio_id "recordAudioId", ${alias}.goodbye_audio_id "goodbyeAudioId",
  ${alias}.opt_out_confirmation "optOutConfirmation", ${alias}.repeat_key "repeatKey",
  ${alias}.transfer_key "transferKey", ${alias}.transfer_number "transferNumber", ${alias}.questions,
  ${alias}.record_prompt "recordPrompt", ${alias}.record_seconds "recordSeconds", ${alias}.goodbye,
  ${limitedSql(alias, 'ring_timeout_seconds')} "ringTimeoutSeconds",
  ${limitedSql(alias, 'max_call_seconds')} "maxCallSeconds",
  ${policyColumns(alias)}`;
