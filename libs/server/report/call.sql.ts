/** A call as the API tells it, from `c` (a row of `call`), `campaign` and `gateway`. */
export const CALL_COLUMNS: Readonly<Record<string, string>> = {
  id: 'c.id',
  startedAt: 'c.created_at',
  campaignId: 'c.campaign_id',
  campaignName: `coalesce(campaign.name, 'Deleted campaign')`,
  subscriberId: 'c.subscriber_id',
  contactId: 'c.contact_id',
  contactName: 'c.contact_name',
  number: 'c.number',
  country: `nullif(c.country, '')`,
  callerId: 'c.caller_id',
  gatewayId: 'c.gateway_id',
  gatewayName: `coalesce(gateway.name, 'Deleted gateway')`,
  attempt: 'c.attempt',
  disposition: 'c.disposition',
  ringSeconds: 'c.ring_seconds',
  talkSeconds: 'c.talk_seconds',
  sipStatus: 'c.sip_status',
  q850: 'c.q850',
  digits: 'c.digits',
  answers: 'c.answers',
  marks: 'c.marks',
};

/** Names stand in other tables: they are joined to the rows of a page, never to all that match. */
export const CALL_NAMES = `
  left join campaign on campaign.account_id = c.account_id and campaign.id = c.campaign_id
  left join gateway on gateway.id = c.gateway_id`;

export const callColumns = Object.entries(CALL_COLUMNS)
  .map(([name, expression]) => `${expression} as "${name}"`)
  .join(', ');
