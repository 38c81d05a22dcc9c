import { afterNextRender, DestroyRef, inject, Signal, signal } from '@angular/core';
import type { GatewayGaugeView } from '@belltower/dto';
import { GatewayApi } from './gateway-api';

const EVERY_MS = 2_000;

/** What gateways carry, by their id, read again every two seconds while the page is looked at. */
export function liveGauges(api: () => GatewayApi): Signal<ReadonlyMap<number, GatewayGaugeView>> {
  const gauges = signal<ReadonlyMap<number, GatewayGaugeView>>(new Map());
  const read = async () => {
    if (document.hidden) return;
    try {
      const found = await api().gauges();
      gauges.set(new Map(found.map((gauge) => [gauge.gatewayId, gauge])));
    } catch {
      // An unreachable server is told by the page itself; here the figures only go away.
      gauges.set(new Map());
    }
  };
  const timer = setInterval(() => void read(), EVERY_MS);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
  afterNextRender(() => void read());
  return gauges.asReadonly();
}
