import { useEffect, useState } from 'react';

import { isTyping } from '~/ui/keyboard';

/** j and k go through the rows, Enter opens one. `current` is -1 until the first key. */
export function useRowKeys(
  count: number,
  onOpen: (index: number) => void,
  others: Record<string, (index: number) => void> = {},
): { current: number; setCurrent: (index: number) => void } {
  const [wanted, setCurrent] = useState(-1);
  const current = Math.min(wanted, count - 1);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const next = Math.max(0, Math.min(current + step, count - 1));
        setCurrent(next);
        document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' });
      } else if (event.key === 'Enter' && current >= 0 && !(event.target as HTMLElement).closest('a,button')) {
        onOpen(current);
      } else if (current >= 0) {
        others[event.key]?.(current);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return { current, setCurrent };
}
