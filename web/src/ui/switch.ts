import { useSyncExternalStore } from 'react';

export interface Switch {
  set: (isOn: boolean) => void;
  useIsOn: () => boolean;
}

/** Something that is on or off, for code that is not below the component that shows it. */
export function createContextlessSwitch(): Switch {
  let isOn = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    set: (value) => {
      isOn = value;
      for (const listener of listeners) listener();
    },
    useIsOn: () => useSyncExternalStore(subscribe, () => isOn),
  };
}
