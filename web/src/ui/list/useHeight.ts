import { useEffect, useState, type Ref } from 'react';

/** How high something is now, border and all. */
export function useHeight(): [Ref<HTMLDivElement>, number] {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!element) return;
    const watcher = new ResizeObserver(() => setHeight(element.offsetHeight));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [element]);
  return [setElement, height];
}
