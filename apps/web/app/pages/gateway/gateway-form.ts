import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import {
  Channel,
  driverOf,
  DRIVERS,
  formOfGateway,
  gatewayForm,
  GatewayInput,
  gatewayOfForm,
  GatewayView,
  HTTP_SMS,
  HTTP_SMS_PRESETS,
  type HttpSmsPreset,
} from '@belltower/dto';
import { FORM_FIELD_DEFAULTS, type Reread, RESOURCE_FORM, ResourceForm } from '@belltower/ui';
import { filledBy, PresetNote } from './sms-preset';

/** A gateway with the settings of its driver, whose fields follow the choice of channel and driver. */
@Component({
  selector: 'app-gateway-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [FormField, MatFormFieldModule, MatSelectModule, PresetNote, RESOURCE_FORM],
  template: `
    <app-resource-form
      [dto]="dto()"
      [value]="value()"
      [save]="saveForm"
      [reread]="readAgain"
      [saveLabel]="opened() ? 'Save' : 'Create gateway'"
      [omit]="['settings']"
      [locked]="locked()"
      (saved)="saved.emit($any($event))"
      (cancelled)="cancelled.emit()"
    >
      <ng-template field="channel" let-field>
        <mat-form-field>
          <mat-label>Channel</mat-label>
          <mat-select [formField]="field" (selectionChange)="carry($event.value)">
            <mat-option [value]="Channel.Voice">Voice</mat-option>
            <mat-option [value]="Channel.Sms">SMS</mat-option>
          </mat-select>
          <mat-hint>{{ opened() ? 'It stays as it is' : 'Calls or text messages' }}</mat-hint>
        </mat-form-field>
      </ng-template>
      <ng-template field="driver" let-field>
        <mat-form-field>
          <mat-label>Driver</mat-label>
          <mat-select [formField]="field" (selectionChange)="choose($event.value)">
            @for (driver of drivers(); track driver.key) {
              <mat-option [value]="driver.key">{{ driver.label }}</mat-option>
            }
          </mat-select>
          <mat-hint>{{ hint() }}</mat-hint>
        </mat-form-field>
        @if (isHttp()) {
          <mat-form-field>
            <mat-label>Fill in for</mat-label>
            <mat-select [value]="preset()" (selectionChange)="fillIn($event.value)">
              @for (known of presets; track known.key) {
                <mat-option [value]="known">{{ known.label }}</mat-option>
              }
            </mat-select>
            <mat-hint>Settings of a known provider; others are filled in by hand</mat-hint>
          </mat-form-field>
        }
        @if (preset(); as known) {
          <app-preset-note [preset]="known" [made]="secretMade()" />
        }
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
  /** Saves it; refused where the version is another one by then. */
  readonly save = input.required<(input: GatewayInput, version?: string) => Promise<GatewayView>>();
  /** Reads an existing one as it is by then. */
  readonly reread = input<() => Promise<GatewayView>>();
  readonly saved = output<GatewayView>();
  readonly cancelled = output();

  private readonly form = viewChild.required(ResourceForm);
  private readonly id = computed(() => this.gateway()?.id);
  /** As it was when the form opened: however often the page reads it again, what is typed stays. */
  protected readonly opened = linkedSignal({
    source: this.id,
    computation: () => untracked(this.gateway),
  });
  /** What is replaced by saving: as it was opened, or as somebody else has saved it since. */
  private readonly known = linkedSignal(() => this.opened());
  private readonly channel = linkedSignal(() => this.opened()?.channel ?? Channel.Voice);
  protected readonly drivers = computed(() => DRIVERS[this.channel()]);
  private readonly driver = linkedSignal(
    () => driverOf(this.channel(), this.opened()?.driver ?? '') ?? this.drivers()[0]!,
  );
  /** What was typed before another driver or a provider was chosen, which then is not typed again. */
  private readonly typed = signal<object | null>(null);

  protected readonly Channel = Channel;
  protected readonly presets = HTTP_SMS_PRESETS;
  protected readonly preset = signal<HttpSmsPreset | null>(null);
  /** Whether a secret for the provider's reports has been made. */
  protected readonly secretMade = signal(false);
  protected readonly isHttp = computed(
    () => this.channel() === Channel.Sms && this.driver().key === HTTP_SMS.key,
  );
  protected readonly locked = computed((): Readonly<Record<string, string>> =>
    this.opened() ? { channel: 'A gateway keeps its channel' } : {},
  );
  protected readonly dto = computed(() => gatewayForm(this.driver(), this.channel()));
  protected readonly value = computed(() => this.typed() ?? formOfGateway(this.opened() ?? {}));
  protected readonly hint = computed(() =>
    this.driver().simulated ? 'Simulated: reaches nobody. For trying and showing.' : '',
  );

  protected readonly saveForm = (values: object) =>
    this.save()(gatewayOfForm(values), this.known()?.version);

  /** Settings of another driver are none of this form's. */
  protected readonly readAgain = async (): Promise<Reread> => {
    const before = this.known()!;
    const now = await this.reread()!();
    this.known.set(now);
    const { driver, settings } = now.driver === before.driver ? now : before;
    return { before: formOfGateway(before), now: formOfGateway({ ...now, driver, settings }) };
  };

  protected carry(channel: Channel): void {
    if (channel === this.channel()) return;
    const driver = DRIVERS[channel][0]!;
    this.typed.set({ ...this.form().model(), channel, driver: driver.key });
    this.preset.set(null);
    this.channel.set(channel);
    this.driver.set(driver);
  }

  protected choose(key: string): void {
    const driver = driverOf(this.channel(), key);
    if (!driver || driver === this.driver()) return;
    this.typed.set({ ...this.form().model(), driver: key });
    this.preset.set(null);
    this.driver.set(driver);
  }

  protected fillIn(preset: HttpSmsPreset): void {
    const model = this.form().model();
    const isKept = this.opened()?.secretsKept.includes('webhookSecret') ?? false;
    const { values, secretMade } = filledBy(preset, model, isKept);
    this.typed.set({ ...model, ...values });
    this.secretMade.set(secretMade);
    this.preset.set(preset);
  }
}
