import { Invalid, NotFound, Queryable } from '@belltower/core';
import { CampaignInput, FieldProblem, recordingsIn, Spoken } from '@belltower/dto';

type References = Pick<
  CampaignInput,
  'phonebookIds' | 'gatewayIds' | 'suppressionListIds' | 'channel'
> &
  Spoken;

/**
 * Refuses a campaign that names what the account does not have. The foreign keys would too, without saying which.
 * @throws NotFound `campaign.reference-not-found`, Invalid `campaign.gateway-channel`
 */
export async function refuseUnknownReferences(
  db: Queryable,
  accountId: number,
  input: References,
): Promise<void> {
  const unknown = await unknownOf(db, accountId, input);
  if (unknown[0]) throw new NotFound('campaign.reference-not-found', unknown[0].message, unknown);
  const [wrong] = await db.query<{ name: string }[]>(
    'select name from gateway where id = any($1) and channel <> $2 order by name',
    [input.gatewayIds, input.channel],
  );
  if (!wrong) return;
  const message = `${wrong.name} is not a gateway for ${input.channel} campaigns`;
  throw new Invalid('campaign.gateway-channel', message, [{ field: 'gatewayIds', message }]);
}

async function unknownOf(
  db: Queryable,
  accountId: number,
  input: References,
): Promise<FieldProblem[]> {
  const { phonebookIds, gatewayIds, suppressionListIds } = input;
  const [missing] = await db.query<[Record<'phonebooks' | 'gateways' | 'lists', boolean>]>(
    `select
       exists (select from unnest($2::bigint[]) id where not exists (
         select from phonebook where account_id = $1 and phonebook.id = id.id)) as phonebooks,
       exists (select from unnest($3::bigint[]) id where not exists (
         select from gateway_grant join gateway on gateway.id = gateway_id
          where account_id = $1 and gateway_id = id.id and withdrawn_at is null and deleted_at is null)) as gateways,
       exists (select from unnest($4::bigint[]) id where not exists (
         select from suppression_list list
          where account_id = $1 and list.id = id.id and clearing is distinct from 'deleting')) as lists`,
    [accountId, phonebookIds, gatewayIds, suppressionListIds ?? []],
  );
  const problems: [boolean, FieldProblem][] = [
    [missing.phonebooks, { field: 'phonebookIds', message: 'One of the phonebooks is gone' }],
    [
      missing.gateways,
      { field: 'gatewayIds', message: 'One of the gateways is not yours to use any more' },
    ],
    [
      missing.lists,
      { field: 'suppressionListIds', message: 'One of the do-not-call lists is gone' },
    ],
  ];
  return [
    ...problems.filter(([isMissing]) => isMissing).map(([, problem]) => problem),
    ...(await recordingsGone(db, accountId, input)),
  ];
}

/** Recordings that are not there. Those that are stay until the transaction ends: whoever deletes one waits for it. */
async function recordingsGone(
  db: Queryable,
  accountId: number,
  input: References,
): Promise<FieldProblem[]> {
  const played = recordingsIn(input);
  if (!played.length) return [];
  const rows = await db.query<{ id: number }[]>(
    'select id from audio where account_id = $1 and id = any($2) order by id for key share',
    [accountId, played.map(({ audioId }) => audioId)],
  );
  const there = new Set(rows.map(({ id }) => id));
  return played
    .filter(({ audioId }) => !there.has(audioId))
    .map(({ field, place }) => ({
      field,
      message: place ? `${place}: the recording is gone` : 'The recording is gone',
    }));
}
