import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { formOfGateway, type HttpSmsPreset, HttpSmsSettings } from '@belltower/dto';

/** What is the customer's own, whichever provider it is. */
const OWN = ['user', 'password', 'sender', 'webhookSecret', 'answerTimeoutSeconds'] as const;
const SECRET = 'settings.webhookSecret';

/**
 * Values of a gateway's form that speak with a provider; what is the customer's own stays. Where there is no secret for
 * the provider's reports one is made, as without it none are taken.
 */
export function filledBy(
  { settings }: HttpSmsPreset,
  typed: Readonly<Record<string, unknown>>,
  isSecretKept: boolean,
): { values: Record<string, unknown>; secretMade: boolean } {
  const all = { ...new HttpSmsSettings(), ...blanks(), ...settings };
  const values = formOfGateway({ settings: all }) as Record<string, unknown>;
  for (const name of OWN) delete values[`settings.${name}`];
  const secretMade = !isSecretKept && !typed[SECRET];
  return { values: secretMade ? { ...values, [SECRET]: newSecret() } : values, secretMade };
}

/** Settings that have no value of their own are emptied too: another provider may have filled them in. */
function blanks(): Record<string, unknown> {
  const paths = ['idPath', 'takenPath', 'codePath', 'reportsPath', 'receiptIdPath', 'statePath'];
  const replies = ['replyMarkPath', 'replyIdPath', 'replyFromPath', 'replyToPath', 'replyTextPath'];
  const others = ['receiptCodePath', 'body', 'gsmWord', 'unicodeWord'];
  return Object.fromEntries([...paths, ...replies, ...others].map((name) => [name, '']));
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What to fill in besides, in the provider's own words. */
@Component({
  selector: 'app-preset-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>
      User: {{ preset().userIs }}. Password: {{ preset().passwordIs }}.
      <a [href]="preset().documentation" target="_blank" rel="noopener">Documentation</a>
    </p>
    <p class="muted">
      Filled in by the provider’s documentation; send a test message before a campaign does.
      @if (made()) {
        A secret for its reports has been made.
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
      margin: 4px 0 8px;
      font-size: 12px;
      line-height: 18px;
    }
    p {
      margin: 0;
    }
  `,
})
export class PresetNote {
  readonly preset = input.required<HttpSmsPreset>();
  readonly made = input(false);
}
