import { Account } from './account.entity';
import { ApiKey } from './api-key.entity';
import { Audit } from './audit.entity';
import { Notice } from './notice.entity';
import { OneTimeToken } from './one-time-token.entity';
import { Session } from './session.entity';
import { User } from './user.entity';

/** Tables of accounts and users. */
export const authEntities = [Account, ApiKey, Audit, Notice, OneTimeToken, Session, User];
