import { SMPP, SmppSettings } from '@belltower/dto';
import { MessagingDriver } from '../messaging-drivers';
import { SmppMessaging } from './smpp-messaging';

export const smppDriver: MessagingDriver<SmppSettings> = {
  ...SMPP,
  create: (context) => new SmppMessaging(context),
};
