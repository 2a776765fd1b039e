import type { Shape } from '../shape';
import type { analysis as fr, analysisWords as frWords } from '../fr/analysis';

/** Dashboard, KPIs, insights. */
export const analysis: Shape<typeof fr> = {
  dashboard: {
    live: 'Live',
    notLive: 'Reconnecting…',
    period: '{{from}} to {{until}}, compared with the period before',
    span: 'Length of the period',
    before: 'was {{value}}',
    points: '{{value}} pt',
    order: 'Order',
    due: 'Promised for',
    noPromise: 'no promise, day of the order',
    missing: 'Missing',
    lateLines: 'Late lines, largest amounts',
    nothingLate: 'Nothing is late',
    nothingLateHint: 'A line comes here the day after it was promised, until all of it has left.',
  },
};

export const analysisWords: Shape<typeof frWords> = {
  span: { week: '7 days', month: '4 weeks', quarter: '13 weeks', year: '52 weeks' },
  figure: {
    sales: 'Sales',
    'gross-margin': 'Gross margin',
    'margin-rate': 'Margin rate',
    'on-time': 'Lines delivered on time',
    stock: 'Stock value',
    backorders: 'Late backorders',
    'cash-due': 'Cash due',
  },
};
