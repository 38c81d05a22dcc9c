import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { ResetPasswordInput } from '@belltower/dto';
import { API_ROOT, Messages, ResourceForm } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { FrontPage } from './front-page';

/** Chooses a new password with the link from the e-mail, or from the operator. */
@Component({
  selector: 'app-reset-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FrontPage, ResourceForm],
  template: `
    <app-front-page title="New password" purpose="All your other sessions end when you set it.">
      <app-resource-form
        [dto]="dto"
        [value]="value()"
        [omit]="['token']"
        [save]="save"
        saveLabel="Set password"
        (saved)="finish()"
        (cancelled)="goToSignIn()"
      />
    </app-front-page>
  `,
  styles: `
    app-resource-form {
      display: block;
      margin-top: 24px;
    }
  `,
})
export class ResetPassword {
  /** One-time token of the link. */
  readonly token = input('');

  private readonly http = inject(HttpClient);
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);

  protected readonly dto = ResetPasswordInput;
  protected readonly value = computed(() => ({ token: this.token() }));
  protected readonly save = (input: ResetPasswordInput) =>
    firstValueFrom(this.http.post<void>(`${API_ROOT}/password/reset`, input));

  protected finish(): void {
    this.messages.say('Your new password is set. Sign in with it.');
    this.goToSignIn();
  }

  protected goToSignIn(): void {
    void this.router.navigate(['/sign-in']);
  }
}
