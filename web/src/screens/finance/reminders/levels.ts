import type { OfAccounting } from '~/api/schemas';

export type Level = OfAccounting['LevelIn'];

/** The ladder with one level in the place of another, or without it, the friendliest first. */
export function replaced(levels: readonly Level[], at: number | null, next: Level | null): Level[] {
  const kept = levels.filter((_, place) => place !== at);
  return [...kept, ...(next ? [next] : [])].sort((one, other) => one.days_late - other.days_late);
}
