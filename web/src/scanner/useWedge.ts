import { useEffect, useRef } from 'react';

const PAUSE_MS = 120; // hand scanners type far faster than people

/** Codes from a hand scanner that types like a keyboard and ends with Enter. Fields that people type into keep their keys. */
export function useWedge(onCode: (code: string) => void): void {
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  }, [onCode]);
  useEffect(() => {
    let typed = '';
    let last = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      if (event.timeStamp - last > PAUSE_MS) typed = '';
      last = event.timeStamp;
      if (event.key === 'Enter') {
        if (typed.length < 3) return; // a person presses a button
        event.preventDefault();
        latest.current(typed);
        typed = '';
      } else if (event.key === 'F8' || event.key === 'GroupSeparator' || (event.ctrlKey && event.key === ']')) {
        event.preventDefault(); // how scanners type FNC1
        typed += '\u001d';
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        typed += event.key;
        event.stopPropagation(); // no shortcut of the console
      }
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
