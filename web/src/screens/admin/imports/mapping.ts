import type { OfCatalog } from '~/api/schemas';

import type { Column, Run, Shape } from './kinds';

/** Which column of the file each of ours is, what is said once, and the name to remember it by; as chosen on the screen. */
export interface Draft {
  places: Readonly<Record<string, number>>;
  options: Readonly<Record<string, string>>;
  saveAs: string;
}

export function draftOf(run: Run): Draft {
  return { places: run.mapping, options: run.options, saveAs: '' };
}

/** The draft with a column of ours taken from another place; no place of a file is two of ours. */
export function placed(draft: Draft, column: string, place: number | null): Draft {
  const others = Object.entries(draft.places).filter(([name, at]) => name !== column && at !== place);
  return { ...draft, places: Object.fromEntries(place === null ? others : [...others, [column, place]]) };
}

/** What is needed and has no column yet. */
export function missingIn(draft: Draft, shape: Shape): Column[] {
  return shape.columns.filter(({ name, is_required }) => is_required && !(name in draft.places));
}

export function checkOf(draft: Draft): OfCatalog['CheckIn'] {
  const options = Object.fromEntries(Object.entries(draft.options).filter(([, value]) => value !== ''));
  const saveAs = draft.saveAs.trim();
  return { mapping: { ...draft.places }, options, save_as: saveAs || null };
}

/** Columns of the file as one chooses among them: several may have one name, or none. */
export function choicesOf(names: readonly string[]): { value: string; label: string }[] {
  return names.map((name, place) => ({ value: String(place), label: `${letter(place)} · ${name || '–'}` }));
}

/** As a spreadsheet names it: A, B, … Z, AA. */
export function letter(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : letter(Math.floor(place / 26) - 1) + last;
}
