import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import {
  CampaignGatewayState as State,
  type CampaignGatewayView,
  Channel,
  CHANNEL_WORDS,
} from '@belltower/dto';
import { counted } from '@belltower/ui';

/** What a gateway does for the campaign, and its colour; `open` is a ring rather than a disc. */
const LOOK: Readonly<Record<State, { words: string; tone: string; open: boolean }>> = {
  [State.InUse]: { words: 'in use', tone: 'green', open: false },
  [State.StandingBy]: { words: 'standing by', tone: 'slate', open: true },
  [State.Congested]: { words: 'congested, given a pause', tone: 'orange', open: true },
  [State.Down]: { words: 'down', tone: 'red', open: true },
  [State.Off]: { words: 'switched off', tone: 'grey', open: true },
};

/** A campaign's gateways in the order in which they are tried, and what each carries of it now. */
@Component({
  selector: 'app-campaign-gateways',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2 id="gateways-title" class="panel-title">Gateways</h2>
    <ol aria-labelledby="gateways-title">
      @for (line of lines(); track line.gatewayId) {
        <li [class]="'tone-' + line.look.tone">
          <i [class.open]="line.look.open" aria-hidden="true"></i>
          <span class="name">{{ line.name }}</span>
          <span class="muted numeric">{{ line.words }}</span>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 4px 20px;
      padding: 12px 24px;
    }
    ol {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 24px;
      margin: 0;
      padding: 0;
      list-style: none;
      counter-reset: place;
    }
    li {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 8px;
    }
    i {
      width: 8px;
      height: 8px;
      border: 1.5px solid var(--tone);
      border-radius: 50%;
      background: var(--tone);
    }
    i.open {
      background: none;
    }
    .name {
      font-weight: 550;
      overflow-wrap: anywhere;
    }
    @media (max-width: 599px) {
      :host {
        padding: 12px 16px;
      }
    }
  `,
})
export class CampaignGateways {
  readonly gateways = input.required<readonly CampaignGatewayView[]>();
  readonly channel = input.required<Channel>();

  protected readonly lines = computed(() =>
    this.gateways().map((gateway) => {
      const look = LOOK[gateway.state];
      const words = waitsForNobody(gateway, this.channel()) ? 'ready' : look.words;
      const { one, many } = CHANNEL_WORDS[this.channel()];
      const carried = gateway.callsNow ? `, ${counted(gateway.callsNow, one, many)} now` : '';
      return { ...gateway, look, words: words + carried };
    }),
  );
}

/** A message is on it for a moment only: between two of them it does not stand by for another gateway. */
const waitsForNobody = ({ state }: CampaignGatewayView, channel: Channel) =>
  channel === Channel.Sms && state === State.StandingBy;
