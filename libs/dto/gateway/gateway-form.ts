import { getMetadataStorage, IS_OPTIONAL } from 'class-validator';
import { Dto, Field, fieldOptionsOf } from '../field/field';
import { DriverDescription } from './driver-description';
import { Channel, GatewayInput } from './gateway';

const PREFIX = 'settings.';

type Values = Record<string, unknown>;

const forms = new Map<DriverDescription, Dto>();

/**
 * A gateway and the settings of its driver as one class, for one form: each setting is a property named
 * `settings.<name>` with its own label and rules, which is how the API names it in a refusal.
 */
export function gatewayForm(driver: DriverDescription, channel = Channel.Voice): Dto {
  const known = forms.get(driver);
  if (known) return known;
  class GatewayForm extends GatewayInput {
    constructor() {
      super();
      const settings = flattened({ ...new driver.settings() });
      Object.assign(this, { channel, driver: driver.key }, settings);
    }
  }
  for (const [name, options] of fieldOptionsOf(driver.settings)) {
    Field(options)(GatewayForm.prototype, PREFIX + name);
  }
  const rules = getMetadataStorage();
  for (const rule of rules.getTargetValidationMetadatas(driver.settings, '', true, false)) {
    const own = { target: GatewayForm, propertyName: PREFIX + rule.propertyName };
    // It looks for the value under the name that the setting has by itself.
    if (rule.name === IS_OPTIONAL) Object.assign(own, { constraints: [isGiven] });
    rules.addValidationMetadata(Object.assign(Object.create(rule), rule, own));
  }
  forms.set(driver, GatewayForm);
  return GatewayForm;
}

/** A gateway as that form holds it. */
export function formOfGateway({ settings, ...values }: Partial<GatewayInput>): object {
  return { ...values, ...flattened(settings ?? {}) };
}

/** The gateway that the form describes. */
export function gatewayOfForm(values: object): GatewayInput {
  const entries = Object.entries(values);
  const isSetting = ([name]: [string, unknown]) => name.startsWith(PREFIX);
  const settings = entries
    .filter(isSetting)
    .map(([name, value]) => [name.slice(PREFIX.length), value]);
  return Object.assign(
    new GatewayInput(),
    Object.fromEntries(entries.filter((entry) => !isSetting(entry))),
    { settings: Object.fromEntries(settings) as Values },
  );
}

const isGiven = (_: object, value: unknown) => value !== null && value !== undefined;

function flattened(settings: Values): Values {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [PREFIX + name, value]),
  );
}
