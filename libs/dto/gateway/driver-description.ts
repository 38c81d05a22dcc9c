import { Dto } from '../field/field';

/** What the panel and the server both know of a driver: the form of a gateway is drawn from its settings. */
export interface DriverDescription<S extends object = object> {
  /** Kept with each gateway; lower case. */
  key: string;
  label: string;
  /** Whether it reaches nobody: said wherever one of its gateways shows. */
  simulated: boolean;
  settings: Dto<S>;
  /** Settings that are encrypted at rest and never shown again. */
  secrets: readonly (keyof S & string)[];
}
