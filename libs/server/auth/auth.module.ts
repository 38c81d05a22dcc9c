import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccountController } from './account.controller';
import { AccountService } from './account.service';
import { AccountZone } from './account-zone';
import { AccountWatchers } from './account-watchers';
import { ApiKeyController } from './api-key.controller';
import { ApiKeyService } from './api-key.service';
import { ApiKeyStrategy } from './api-key.strategy';
import { AuditController } from './audit.controller';
import { AuditService } from './audit.service';
import { Credentials } from './credentials';
import { CsrfGuard } from './csrf.guard';
import { Leftovers } from './leftovers';
import { Meters } from './limit';
import { Mailer } from './mailer';
import { MeController } from './me.controller';
import { NoticeController } from './notice.controller';
import { NoticeService } from './notice.service';
import { OneTimeLinks } from './one-time-links';
import { OperatorService } from './operator.service';
import { PasswordController } from './password.controller';
import { PasswordService } from './password.service';
import { PasswordStrategy } from './password.strategy';
import { PermissionGuard } from './permission.guard';
import { PlatformAccountController } from './platform-account.controller';
import { PlatformUserController } from './platform-user.controller';
import { SessionController } from './session.controller';
import { SessionCookieStrategy } from './session-cookie.strategy';
import { SessionService } from './session.service';
import { SetUpController } from './set-up.controller';
import { SetUpService } from './set-up.service';
import { SignInGuard } from './sign-in.guard';
import { SignInService } from './sign-in.service';
import { Throttle } from './throttle';
import { UsageService } from './usage.service';
import { UserController } from './user.controller';
import { UserService } from './user.service';

const SHARED = [
  AccountService,
  AccountWatchers,
  AccountZone,
  AuditService,
  Credentials,
  Mailer,
  Meters,
  NoticeService,
  SetUpService,
  SignInService,
  Throttle,
];

/** Accounts, users, sessions and API keys; its guards stand before every route of the application. */
@Global()
@Module({
  imports: [PassportModule],
  controllers: [
    AccountController,
    ApiKeyController,
    AuditController,
    MeController,
    NoticeController,
    PasswordController,
    PlatformAccountController,
    PlatformUserController,
    SessionController,
    SetUpController,
    UserController,
  ],
  providers: [
    ...SHARED,
    ApiKeyService,
    ApiKeyStrategy,
    Leftovers,
    OneTimeLinks,
    OperatorService,
    PasswordService,
    PasswordStrategy,
    SessionCookieStrategy,
    SessionService,
    UsageService,
    UserService,
    // In this order: who it is, whether the request is theirs, whether they may.
    { provide: APP_GUARD, useClass: SignInGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: SHARED,
})
export class AuthModule {}
