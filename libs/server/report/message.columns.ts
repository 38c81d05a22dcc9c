import { columnsOf } from '@belltower/core';
import { MessageQuery, MessageView } from '@belltower/dto';
import { ExportedSource } from './attempt-export';
import { MESSAGES } from './message.source';

/** Messages as a file: all that their list tells, in the order of its fields; the time on the account's clocks besides. */
export const MESSAGE_EXPORT: ExportedSource<MessageQuery> = {
  source: MESSAGES,
  // With its text a line is several times as long as that of a call.
  rowsAtOnce: 8_000,
  columns: [
    ...columnsOf(MessageView, {
      id: 'number',
      sentAt: 'utc',
      campaignId: 'number',
      campaignName: 'text',
      subscriberId: 'number',
      contactId: 'number',
      contactName: 'text',
      number: 'word',
      country: 'word',
      sender: 'text',
      gatewayId: 'number',
      gatewayName: 'text',
      attempt: 'number',
      state: 'word',
      // The provider's, which may be anything.
      code: 'text',
      text: 'text',
      encoding: 'word',
      segments: 'number',
      submittedAt: 'utc',
      stateAt: 'utc',
      deliveredAt: 'utc',
      deliverySeconds: 'number',
    }).map((column) => ({ ...column, sql: MESSAGES.columns[column.name!]! })),
    { name: null, heading: 'Sent', kind: 'moment', sql: MESSAGES.columns['sentAt']! },
  ],
};
