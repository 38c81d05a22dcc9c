import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { DemoView, SetUpInput } from '@belltower/dto';
import { API_ROOT } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

/** Whether an installation still waits for its first owner. */
export interface SetUpState {
  needed: boolean;
  demoOffered: boolean;
}

/** The installation as a whole: its first set-up and its demonstration data. */
@Injectable({ providedIn: 'root' })
export class Installation {
  private readonly http = inject(HttpClient);

  state(): Promise<SetUpState> {
    return firstValueFrom(this.http.get<SetUpState>(`${API_ROOT}/setup`));
  }

  /** A server too busy or too old to say is taken as set up: the sign-in page then tells what is wrong. */
  async needsSetUp(): Promise<boolean> {
    return this.state().then(
      ({ needed }) => needed,
      () => false,
    );
  }

  async setUp(input: SetUpInput): Promise<void> {
    await firstValueFrom(this.http.post<void>(`${API_ROOT}/setup`, input));
  }

  async createDemo(): Promise<void> {
    await firstValueFrom(this.http.post<void>(`${API_ROOT}/demo`, {}));
  }

  /** The account of the demonstration; null where there is none. For operators. */
  async demoAccount(): Promise<number | null> {
    const { accountId } = await firstValueFrom(this.http.get<DemoView>(`${API_ROOT}/demo`));
    return accountId;
  }

  async removeDemo(): Promise<void> {
    await firstValueFrom(this.http.delete<void>(`${API_ROOT}/demo`));
  }
}
