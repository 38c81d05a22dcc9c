import { PersonPart } from '@belltower/dto';
import { MENTIONED } from './mentions';

/**
 * Where a part of what is kept of a person is read: rows of `a` by the account, `$1`, and the number or the pattern of
 * it, `$2`.
 */
export interface PersonSource {
  part: PersonPart;
  /** What `a` is, with its condition. */
  from: string;
  /** By what its rows are found. */
  by: 'number' | 'pattern';
  /** What of them is handed over. */
  columns: string;
  /** What else is needed for that. */
  joins?: string;
  /** Rows that are read at once, in the order of their ids; those without an id are few, and read together. */
  atOnce?: number;
}

const MANY = 500;
/** A megabyte each, and three times as much as text. */
const RECORDINGS = 8;

const OWN = 'a.account_id = $1 and a.number = $2';
const CAMPAIGN =
  'left join campaign on campaign.account_id = a.account_id and campaign.id = a.campaign_id';

/** Every place in which an account keeps something of a person, in the order of the file. */
export const PERSON_SOURCES: readonly PersonSource[] = [
  {
    part: PersonPart.Contacts,
    from: `contact a where ${OWN}`,
    by: 'number',
    columns: `phonebook.name as phonebook, a.number, a.raw_number as "rawNumber", a.first_name as "firstName",
      a.last_name as "lastName", a.status, a.email, a.unit_number as "unitNumber", a.address, a.city, a.state,
      a.postcode, a.country, a.time_zone as "timeZone", a.notes, a.variables, a.created_at as "createdAt",
      a.updated_at as "updatedAt"`,
    joins:
      'join phonebook on phonebook.account_id = a.account_id and phonebook.id = a.phonebook_id',
    atOnce: MANY,
  },
  {
    part: PersonPart.Campaigns,
    // The unique key of subscribers begins with the campaign.
    from: `subscriber a where (a.account_id, a.campaign_id, a.number) in (
      select campaign.account_id, campaign.id, $2::text from campaign where campaign.account_id = $1)`,
    by: 'number',
    columns: `campaign.name as campaign, a.number, a.state, a.attempts, a.last_attempt_at as "lastAttemptAt",
      a.next_attempt_at as "nextAttemptAt", a.disposition, a.created_at as "createdAt"`,
    joins: CAMPAIGN,
    atOnce: MANY,
  },
  {
    part: PersonPart.Calls,
    from: `call a where ${OWN}`,
    by: 'number',
    columns: `campaign.name as campaign, a.created_at as "startedAt", a.ended_at as "endedAt",
      a.contact_name as "contactName", a.number, a.country, a.caller_id as "callerId", a.attempt, a.disposition,
      a.ring_seconds as "ringSeconds", a.talk_seconds as "talkSeconds", a.sip_status as "sipStatus", a.q850, a.digits,
      a.answers, a.marks, a.timeline`,
    joins: CAMPAIGN,
    atOnce: MANY,
  },
  {
    part: PersonPart.Recordings,
    from: `recording a where ${OWN}`,
    by: 'number',
    columns: `campaign.name as campaign, a.call_id as "callId", a.created_at as "createdAt", a.seconds, a.pcmu`,
    joins: CAMPAIGN,
    atOnce: RECORDINGS,
  },
  {
    part: PersonPart.Messages,
    from: `message a where ${OWN}`,
    by: 'number',
    columns: `campaign.name as campaign, a.created_at as "createdAt", a.submitted_at as "submittedAt",
      a.delivered_at as "deliveredAt", a.contact_name as "contactName", a.number, a.country, a.sender, a.attempt,
      a.state, a.code, a.text, a.segments, a.history`,
    joins: CAMPAIGN,
    atOnce: MANY,
  },
  {
    part: PersonPart.Replies,
    from: `reply a where ${OWN}`,
    by: 'number',
    columns: `campaign.name as campaign, a.received_at as "receivedAt", a.number, a.sent_to as "sentTo", a.text,
      a.meaning`,
    joins: CAMPAIGN,
    atOnce: MANY,
  },
  {
    part: PersonPart.RejectedRows,
    from: 'import_reject a where a.account_id = $1 and a.text ~ $2',
    by: 'pattern',
    columns: 'import.file_name as "fileName", a.line, a.reason, a.text',
    joins: 'join import on import.account_id = a.account_id and import.id = a.import_id',
  },
  {
    part: PersonPart.Mentions,
    from: `(${MENTIONED}) as a where true`,
    by: 'pattern',
    columns: 'a.place, a.at, a.what',
  },
  {
    part: PersonPart.OptOuts,
    from: `opt_out a where ${OWN}`,
    by: 'number',
    columns: `a.channel, a.source, campaign.name as campaign, a.created_at as "createdAt",
      a.withdrawn_at as "withdrawnAt", a.withdrawn_by as "withdrawnBy"`,
    joins: CAMPAIGN,
    atOnce: MANY,
  },
  {
    part: PersonPart.DoNotCall,
    from: `suppression a where ${OWN}`,
    by: 'number',
    columns: 'list.name as list, a.reason, a.source, a.created_at as "createdAt"',
    joins: 'join suppression_list list on list.account_id = a.account_id and list.id = a.list_id',
    atOnce: MANY,
  },
];
