import { useWindowVirtualizer } from '@tanstack/react-virtual';

interface Seen {
  indexes: readonly number[]; // of the rows to draw
  above: number; // px that the rows before them take
  below: number;
  measure: ((row: Element | null) => void) | undefined; // for each drawn row, marked by `data-row`
}

const FEW = 200; // that many are all drawn: the browser finds words in them, and skips what is out of sight
const HEIGHT = 41;

/** Which rows of a table are near the window: a list of thousands draws no more than those. */
export function useSeenRows(count: number, body: Element | null): Seen {
  const isLong = count > FEW;
  const margin = isLong && body ? body.getBoundingClientRect().top + window.scrollY : 0;
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: isLong,
    estimateSize: () => HEIGHT,
    overscan: 20,
    scrollMargin: margin,
    indexAttribute: 'data-row',
  });
  if (!isLong)
    return {
      indexes: Array.from({ length: count }, (_, index) => index),
      above: 0,
      below: 0,
      measure: undefined,
    };
  const drawn = virtualizer.getVirtualItems();
  return {
    indexes: drawn.map(({ index }) => index),
    above: (drawn.at(0)?.start ?? margin) - margin,
    below: virtualizer.getTotalSize() - ((drawn.at(-1)?.end ?? margin) - margin),
    measure: virtualizer.measureElement,
  };
}
