import type { Draft } from './draft';

/** What each part of the form is given. */
export interface Part {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  fault: (field: string) => string | undefined; // as the service names it
}
