import { createContextlessSwitch } from '../switch';

/** Whether the help for the keyboard is shown; opened from the menu, the palette and by `?`. */
export const shortcutsSwitch = createContextlessSwitch();

export function openShortcuts(): void {
  shortcutsSwitch.set(true);
}
