import type { EChartsCoreOption } from 'echarts/core';
import { ChartColours, ChartKind, ChartSeries, toneOf } from './chart-data';

export interface ChartInput {
  kind: ChartKind;
  categories: readonly string[];
  series: readonly ChartSeries[];
  format: (value: number) => string;
}

/** What the library draws: thin grid lines, no frames, numbers on hover, no legend (the page has one). */
export function optionOf(input: ChartInput, colours: ChartColours): EChartsCoreOption {
  const font = { color: colours.faint, fontSize: 12, fontFamily: 'Inter Variable' };
  const base = {
    animation: false,
    textStyle: font,
    grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      // Text drawn in the canvas: the page's security policy refuses markup with styles of its own.
      renderMode: 'richText',
      trigger: input.kind === 'heat' ? 'item' : 'axis',
      axisPointer: { type: input.kind === 'lines' ? 'line' : 'shadow' },
      backgroundColor: colours.surface,
      borderColor: colours.grid,
      textStyle: { ...font, color: colours.text },
    },
  };
  return { ...base, ...(input.kind === 'heat' ? heat(input, colours) : axes(input, colours)) };
}

function axes({ kind, categories, series, format }: ChartInput, colours: ChartColours) {
  const label = { color: colours.faint, hideOverlap: true };
  return {
    xAxis: {
      type: 'category',
      data: [...categories],
      boundaryGap: kind === 'bars',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.grid } },
      axisLabel: label,
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: colours.grid } },
      axisLabel: { ...label, formatter: format },
    },
    series: series.map((one, index) => ({
      name: one.name,
      data: [...one.values],
      color: colours.tone(toneOf(one, index)),
      tooltip: { valueFormatter: (value: unknown) => shown(value, format) },
      ...(kind === 'bars'
        ? { type: 'bar', stack: 'all', barMaxWidth: 32, emphasis: { focus: 'series' } }
        : { type: 'line', showSymbol: false, lineStyle: { width: 2 }, connectNulls: false }),
    })),
  };
}

function heat({ categories, series, format }: ChartInput, colours: ChartColours) {
  const points = series.flatMap((row, y) =>
    row.values.flatMap((value, x) => (value === null ? [] : [[x, y, value]])),
  );
  const most = Math.max(0, ...points.map(([, , value]) => value!));
  const axis = { axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: false } };
  return {
    xAxis: {
      ...axis,
      type: 'category',
      data: [...categories],
      axisLabel: { color: colours.faint, hideOverlap: true },
    },
    yAxis: {
      ...axis,
      type: 'category',
      inverse: true,
      data: series.map(({ name }) => name),
      axisLabel: { color: colours.faint },
    },
    visualMap: { show: false, min: 0, max: most || 1, inRange: { color: [...colours.heat] } },
    series: [
      {
        type: 'heatmap',
        data: points,
        itemStyle: { borderColor: colours.surface, borderWidth: 2, borderRadius: 4 },
        tooltip: {
          formatter: ({ value: [x, y, value] }: { value: [number, number, number] }) =>
            `${series[y]?.name} ${categories[x]}\n${format(value)}`,
        },
      },
    ],
  };
}

function shown(value: unknown, format: (value: number) => string): string {
  return typeof value === 'number' ? format(value) : '—';
}
