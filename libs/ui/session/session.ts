import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import type { MeView, SignInInput } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { API_ROOT } from '../api/resource-api';

/** Who is signed in, in which account, and what they may do there. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly signedIn = signal<MeView | null>(null);

  readonly me = this.signedIn.asReadonly();

  /** The account's time zone, in which all times are shown and typed. */
  readonly timeZone = computed(
    () => this.me()?.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone,
  );

  can(permission: string | undefined): boolean {
    return !permission || (this.me()?.permissions.includes(permission) ?? false);
  }

  /** Reads who the session cookie belongs to; null where nobody is signed in. */
  async restore(): Promise<MeView | null> {
    if (this.me()) return this.me();
    try {
      return await this.reload();
    } catch (problem) {
      if ((problem as { status?: number }).status === 401) return null;
      throw problem;
    }
  }

  /** Reads name, account and permissions again, after somebody changed them. */
  async reload(): Promise<MeView> {
    const me = await firstValueFrom(this.http.get<MeView>(`${API_ROOT}/me`));
    this.signedIn.set(me);
    return me;
  }

  async signIn(input: SignInInput): Promise<void> {
    this.signedIn.set(await firstValueFrom(this.http.post<MeView>(`${API_ROOT}/sessions`, input)));
  }

  /** Ends this session, or all sessions of this person on every device. */
  async signOut(where: 'here' | 'everywhere' = 'here'): Promise<void> {
    const path = where === 'here' ? 'sessions/current' : 'sessions';
    await firstValueFrom(this.http.delete<void>(`${API_ROOT}/${path}`));
    this.forget();
  }

  /** Brings an operator who works in another account back to their own. */
  async stopActing(): Promise<void> {
    await firstValueFrom(this.http.delete<MeView>(`${API_ROOT}/sessions/acting`));
  }

  /** Drops what is known about the person without asking the server. */
  forget(): void {
    this.signedIn.set(null);
  }
}
