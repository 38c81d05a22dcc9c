import { Queryable } from '@belltower/core';
import { MessageCodeCountView, MessageGatewayFiguresView } from '@belltower/dto';
import { groupBy } from './group-by';
import { messageFiguresOf, MessageTally } from './message-figures';
import { gatewayNames } from './names';
import { Keyed } from './tallies';

type Tallies = readonly (MessageTally & Keyed)[];

/** What the messages of each key come to, most first; keys that nothing has any more are left out. */
export function messagesByKey(tallies: Tallies) {
  return [...groupBy(tallies, ({ key }) => key)]
    .map(([key, some]) => ({ key, figures: messageFiguresOf(some) }))
    .filter(({ figures }) => figures.messages > 0)
    .sort((a, b) => b.figures.messages - a.figures.messages);
}

/** What the messages over each gateway come to, most first. */
export async function messagesByGateway(
  db: Queryable,
  tallies: Tallies,
): Promise<MessageGatewayFiguresView[]> {
  const gateways = messagesByKey(tallies);
  const names = await gatewayNames(
    db,
    gateways.map(({ key }) => Number(key)),
  );
  return gateways.map(({ key, figures }) => ({
    ...figures,
    gatewayId: Number(key),
    name: names.get(Number(key)) ?? 'Deleted gateway',
  }));
}

/** How often each error code was met, most first. */
export function codeCounts(tallies: Tallies): MessageCodeCountView[] {
  return messagesByKey(tallies).flatMap(({ key, figures: { messages } }) =>
    key === '' ? [] : [{ code: String(key), messages }],
  );
}
