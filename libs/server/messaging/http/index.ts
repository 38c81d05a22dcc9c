import { HTTP_SMS, HttpSmsSettings } from '@belltower/dto';
import { MessagingDriver } from '../messaging-drivers';
import { HttpMessaging } from './http-messaging';

export const httpSms: MessagingDriver<HttpSmsSettings> = {
  ...HTTP_SMS,
  webhook: true,
  create: (context) => new HttpMessaging(context),
};
