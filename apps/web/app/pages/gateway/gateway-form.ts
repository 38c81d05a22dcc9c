import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import {
  formOfGateway,
  gatewayForm,
  GatewayInput,
  gatewayOfForm,
  GatewayView,
  VOICE_DRIVERS,
  voiceDriver,
} from '@belltower/dto';
import { FORM_FIELD_DEFAULTS, RESOURCE_FORM, ResourceForm } from '@belltower/ui';

/** A gateway with the settings of its driver, whose fields follow the choice of the driver. */
@Component({
  selector: 'app-gateway-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [FormField, MatFormFieldModule, MatSelectModule, RESOURCE_FORM],
  template: `
    <app-resource-form
      [dto]="dto()"
      [value]="value()"
      [save]="saveForm"
      [saveLabel]="gateway() ? 'Save' : 'Create gateway'"
      [omit]="['settings', 'channel']"
      (saved)="saved.emit($any($event))"
      (cancelled)="cancelled.emit()"
    >
      <ng-template field="driver" let-field>
        <mat-form-field>
          <mat-label>Driver</mat-label>
          <mat-select [formField]="field" (selectionChange)="choose($event.value)">
            @for (driver of drivers; track driver.key) {
              <mat-option [value]="driver.key">{{ driver.label }}</mat-option>
            }
          </mat-select>
          <mat-hint>{{ hint() }}</mat-hint>
        </mat-form-field>
      </ng-template>
    </app-resource-form>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class GatewayForm {
  /** Absent for a new one. */
  readonly gateway = input<GatewayView>();
  readonly save = input.required<(input: GatewayInput) => Promise<GatewayView>>();
  readonly saved = output<GatewayView>();
  readonly cancelled = output();

  private readonly form = viewChild.required(ResourceForm);
  private readonly driver = linkedSignal(
    () => voiceDriver(this.gateway()?.driver ?? '') ?? VOICE_DRIVERS[0]!,
  );
  /** What was typed before another driver was chosen, which then is not typed again. */
  private readonly typed = signal<object | null>(null);

  protected readonly drivers = VOICE_DRIVERS;
  protected readonly dto = computed(() => gatewayForm(this.driver()));
  protected readonly value = computed(() => this.typed() ?? formOfGateway(this.gateway() ?? {}));
  protected readonly hint = computed(() =>
    this.driver().simulated ? 'Simulated: calls nobody. For trying and showing.' : '',
  );

  protected readonly saveForm = (values: object) => this.save()(gatewayOfForm(values));

  protected choose(key: string): void {
    const driver = voiceDriver(key);
    if (!driver || driver === this.driver()) return;
    this.typed.set({ ...this.form().model(), driver: key });
    this.driver.set(driver);
  }
}
