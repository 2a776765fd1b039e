import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';

import type { Row } from './MarginTable';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const BARS = 15;
const LABEL_PX = 110;

/** Revenue and margin side by side, the rate above them; the table below says the same in figures. */
export default function MarginChart({ rows, isTime }: { rows: readonly Row[]; isTime: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);

  useEffect(() => {
    if (!place.current) return undefined;
    const drawn = init(place.current, undefined, { renderer: 'canvas' });
    chart.current = drawn;
    const watcher = new ResizeObserver(() => drawn.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    const ink = scheme === 'dark' ? '#a1a8b5' : '#5c6370';
    const line = scheme === 'dark' ? '#282d37' : '#e6e8ee';
    const paper = scheme === 'dark' ? '#20242d' : '#ffffff';
    const shown = isTime ? [...rows].sort((one, other) => one.key.localeCompare(other.key)) : rows.slice(0, BARS);
    const isTight = shown.length * LABEL_PX > (place.current?.clientWidth ?? 0);
    const names = shown.map((row) => row.name || row.key || t('margins.unknown'));
    const text = { color: ink, fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 11 };
    chart.current?.setOption({
      animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      animationDuration: 300,
      textStyle: text,
      color: ['#91a7ff', '#3b5bdb', '#f08c00'],
      legend: { top: 0, right: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: text },
      grid: { left: 4, right: 4, top: 36, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        backgroundColor: paper,
        borderColor: line,
        textStyle: { ...text, color: scheme === 'dark' ? '#e8eaee' : '#16191f', fontSize: 12 },
        valueFormatter: (value: unknown) =>
          Math.abs(Number(value)) <= 1 ? format.rate(String(value)) : format.money(String(value)),
      },
      xAxis: {
        type: 'category',
        data: names,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
        axisLabel: { ...text, width: 90, overflow: 'truncate', interval: 0, rotate: isTight ? 30 : 0 },
      },
      yAxis: [
        {
          type: 'value',
          splitLine: { lineStyle: { color: line } },
          axisLabel: { ...text, formatter: (value: number) => format.bigMoney(value) },
        },
        {
          type: 'value',
          splitLine: { show: false },
          axisLabel: { ...text, formatter: (value: number) => format.rate(value) },
          min: 0,
        },
      ],
      series: [
        {
          name: t('margins.revenue'),
          type: 'bar',
          barMaxWidth: 28,
          itemStyle: { borderRadius: [3, 3, 0, 0] },
          data: shown.map((row) => Number(row.revenue)),
        },
        {
          name: t('margins.margin'),
          type: 'bar',
          barMaxWidth: 28,
          itemStyle: { borderRadius: [3, 3, 0, 0] },
          data: shown.map((row) => Number(row.margin)),
        },
        {
          name: t('margins.rate'),
          type: 'line',
          yAxisIndex: 1,
          symbolSize: 6,
          data: shown.map((row) => (row.rate === null ? null : Number(row.rate))),
        },
      ],
    });
  }, [rows, isTime, scheme, format, t]);

  return <div ref={place} style={{ height: 320 }} role="img" aria-label={t('margins.top')} />;
}
