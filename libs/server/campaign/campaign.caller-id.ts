import { Queryable } from '@belltower/core';
import { CampaignInput, Channel, FieldProblem } from '@belltower/dto';
import { CallerIdRules, mayShow } from '@belltower/gateway';

/** Gateways of a campaign that do not let it show its caller ID, or sender, a sentence each. */
export async function callerIdProblems(
  db: Queryable,
  { channel, callerId, gatewayIds }: Pick<CampaignInput, 'channel' | 'callerId' | 'gatewayIds'>,
): Promise<FieldProblem[]> {
  if (!callerId) return [];
  const gateways = await db.query<(CallerIdRules & { name: string })[]>(
    `select name, caller_id as "callerId", caller_id_policy as "callerIdPolicy",
            caller_ids_allowed as "callerIdsAllowed"
       from gateway where id = any($1) order by name`,
    [gatewayIds],
  );
  return gateways
    .filter((gateway) => !mayShow(gateway, callerId))
    .map(({ name, callerIdsAllowed }) => ({
      field: 'callerId',
      message: `“${name}” may show only ${listed(callerIdsAllowed)}: choose one of them, or leave the ${SHOWN[channel]} blank`,
    }));
}

const SHOWN: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'caller ID',
  [Channel.Sms]: 'sender',
};

const MOST_NAMED = 5;

function listed(numbers: readonly string[]): string {
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  return numbers.length > MOST_NAMED
    ? `${named} and ${numbers.length - MOST_NAMED} more numbers`
    : named;
}
