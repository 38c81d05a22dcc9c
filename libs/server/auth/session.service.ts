import { Inject, Injectable } from '@nestjs/common';
import { Clock, Forbidden, Notifications, Queryable } from '@belltower/core';
import { AccountStatus, Role } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { announceAccessChange } from './access-change';
import { Principal } from './principal';
import { Session } from './session.entity';
import { hashOfToken, newToken } from './token';

const HOUR_MS = 3_600_000;
/** A session unused for this long is over. */
const IDLE_MS = 7 * 24 * HOUR_MS;
/** A session is over this long after its sign-in, however busy. */
export const LONGEST_SESSION_MS = 30 * 24 * HOUR_MS;
/** How exact "last seen" is; writing it at every request would cost a write each. */
const SEEN_MS = 60_000;

/** Where a sign-in comes from, for the list of a person's sessions. */
export interface Origin {
  userAgent?: string;
  address?: string;
}

interface SessionRow {
  accountId: number;
  createdAt: Date;
  lastSeenAt: Date;
  userId: number;
  name: string;
  role: Role;
  operator: boolean;
  homeAccountId: number;
  homeStatus: AccountStatus;
}

/** Sign-ins of people: opaque tokens in a cookie, hashed at rest, ended at once when rights change. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Opens a session and answers its token, which nobody can read again. */
  async start(user: { id: number; accountId: number }, origin: Origin): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    await this.database.getRepository(Session).insert({
      tokenHash: hashOfToken(token),
      userId: user.id,
      accountId: user.accountId,
      userAgent: origin.userAgent?.slice(0, 250) ?? null,
      address: origin.address ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + IDLE_MS),
    });
    await this.database.query('update "user" set last_seen_at = $2 where id = $1', [user.id, now]);
    return token;
  }

  /**
   * Whose session this is; null where there is none or it is over.
   * @throws Forbidden `account.suspended`
   */
  async principalOf(token: string): Promise<Principal | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<SessionRow[]>(
      `select session.account_id "accountId", session.created_at "createdAt",
              session.last_seen_at "lastSeenAt", "user".id "userId", "user".name, "user".role,
              "user".operator, "user".account_id "homeAccountId", home.status "homeStatus"
         from session
         join "user" on "user".id = session.user_id
         join account home on home.id = "user".account_id
        where session.token_hash = $1 and session.expires_at > $2`,
      [hashOfToken(token), now],
    );
    if (!row) return null;
    await this.see(token, row, now);
    const { accountId, userId, name, role, operator, homeAccountId } = row;
    refuseSuspended(row.homeStatus);
    if (accountId !== homeAccountId) {
      return operator
        ? { accountId, userId, name, role: Role.Owner, operator: false, acting: true }
        : null;
    }
    return { accountId, userId, name, role, operator };
  }

  /** Ends one session; one that is over already is none of our business. */
  async end(token: string): Promise<void> {
    const [rows] = await this.database.query<[{ account_id: number }[], number]>(
      'delete from session where token_hash = $1 returning account_id',
      [hashOfToken(token)],
    );
    for (const { account_id: accountId } of rows) {
      await announceAccessChange(this.notifications, this.database, accountId);
    }
  }

  /** Ends every session of a user, on all devices, within the caller's transaction. */
  async endAll(db: Queryable, userId: number): Promise<void> {
    const [rows] = (await db.query('delete from session where user_id = $1 returning account_id', [
      userId,
    ])) as [{ account_id: number }[], number];
    for (const accountId of new Set(rows.map((row) => row.account_id))) {
      await announceAccessChange(this.notifications, db, accountId);
    }
  }

  /** Moves an operator's session into another account, or back home. */
  async moveTo(db: Queryable, token: string, accountId: number): Promise<void> {
    await db.query('update session set account_id = $2 where token_hash = $1', [
      hashOfToken(token),
      accountId,
    ]);
  }

  private async see(token: string, row: SessionRow, now: Date): Promise<void> {
    if (now.getTime() - row.lastSeenAt.getTime() < SEEN_MS) return;
    const latest = row.createdAt.getTime() + LONGEST_SESSION_MS;
    await this.database.query(
      `with seen as (update "user" set last_seen_at = $2 where id = $4)
       update session set last_seen_at = $2, expires_at = $3 where token_hash = $1`,
      [hashOfToken(token), now, new Date(Math.min(now.getTime() + IDLE_MS, latest)), row.userId],
    );
  }
}

/** @throws Forbidden `account.suspended` */
export function refuseSuspended(status: AccountStatus): void {
  if (status !== AccountStatus.Suspended) return;
  throw new Forbidden(
    'account.suspended',
    'This account is suspended. Ask the operator of this installation.',
  );
}
