// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';

import { speak, startTranslation } from '.';
import { useReasons } from './useReasons';

const BELOW: Parameters<ReturnType<typeof useReasons>>[0] = {
  explanation: 'The margin is 9.00%, below the 12.50% wanted: sell at 10.40 or have it approved.',
  reasons: [
    { code: 'margin-below-wanted', facts: { margin_rate: '0.09', approval_rate: '0.125', floor_price: '10.40' } },
    {
      code: 'discount-above-limit',
      facts: { discount_rate: '0.2', alone_rate: '0.05', level: 'manager', level_rate: '0.3' },
    },
  ],
};

async function told(explained: typeof BELOW, language: 'fr' | 'en') {
  await startTranslation();
  await speak(language);
  const { result } = renderHook(() => useReasons());
  return result.current(explained, 'EUR').replace(/[\u00a0\u202f]/g, ' ');
}

test('a refusal is said in French, with figures as French writes them', async () => {
  expect(await told(BELOW, 'fr')).toBe(
    'La marge est de 9,0 %, sous les 12,5 % voulus : vendez à 10,40 € ou faites approuver. ' +
      'La remise est de 20,0 %, au-delà des 5,0 % accordés sans approbation : un responsable peut approuver jusqu’à 30,0 %.',
  );
});

test('and in English', async () => {
  expect(await told(BELOW, 'en')).toContain('below the 12.5% wanted: sell at €10.40 or have it approved.');
});

test('what is not known here is said in the words of the service', async () => {
  const newer = { ...BELOW, reasons: [{ code: 'moon-phase', facts: {} }] };
  expect(await told(newer, 'fr')).toBe(BELOW.explanation);
});
