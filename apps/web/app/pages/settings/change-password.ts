import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { ChangePasswordInput } from '@belltower/dto';
import { API_ROOT, Messages, PageHeader, PageTabs, ResourceForm } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { settingsTabs } from './settings-tabs';

@Component({
  selector: 'app-change-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [PageHeader, PageTabs, ResourceForm],
  template: `
    <app-page-header
      title="Password"
      purpose="Your own. Setting a new one ends your sessions on other devices."
    />
    <app-page-tabs [tabs]="tabs()" />
    <app-resource-form
      [dto]="dto"
      [save]="save"
      saveLabel="Set password"
      (saved)="finish()"
      (cancelled)="leave()"
    />
  `,
})
export class ChangePassword {
  private readonly http = inject(HttpClient);
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);

  protected readonly dto = ChangePasswordInput;
  protected readonly tabs = settingsTabs();
  protected readonly save = (input: ChangePasswordInput) =>
    firstValueFrom(this.http.put<void>(`${API_ROOT}/me/password`, input));

  protected finish(): void {
    this.messages.say('Your new password is set');
    this.leave();
  }

  protected leave(): void {
    void this.router.navigate(['/']);
  }
}
