import { HTTP_SMS, HttpSmsSettings, sampleAddress } from '@belltower/dto';
import { MessagingDriver } from '../messaging-drivers';
import { HttpMessaging } from './http-messaging';

export const httpSms: MessagingDriver<HttpSmsSettings> = {
  ...HTTP_SMS,
  webhook: true,
  create: (context) => new HttpMessaging(context),
  refuses({ url }, outbound) {
    const address = URL.parse(sampleAddress(url));
    if (!address || outbound.mayReach(address)) return [];
    const message =
      'Address leads into this machine or a private network, which this installation does not allow';
    return [{ field: 'url', message }];
  },
};
