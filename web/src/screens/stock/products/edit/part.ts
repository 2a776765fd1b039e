import type { OfCatalog } from '~/api/schemas';

import type { Draft } from './draft';

/** What each part of the form is given. */
export interface Part {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  fault: (field: string) => string | undefined; // as the service names it
}

export type Unit = OfCatalog['UomOut'];

/** Units as they are chosen from. */
export function unitChoices(units: readonly Unit[], language: string): { value: string; label: string }[] {
  return units.map((unit) => ({
    value: unit.code,
    label: `${unit.code} · ${language === 'fr' ? unit.name_fr : unit.name_en}`,
  }));
}
