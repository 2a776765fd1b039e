/** What became of one row: done, perhaps with something to know, or refused. */
export interface Answer<T> {
  row: T;
  note: string | null;
  error: Error | null;
}

const AT_ONCE = 4; // more would only wait in the services

/** Do the same to each row, some at once. A refusal leaves the others alone; after a stop nothing more is begun. */
export async function each<T>(
  rows: readonly T[],
  act: (row: T) => Promise<string | null>,
  tell: (answers: readonly Answer<T>[]) => void,
  isStopped: () => boolean,
): Promise<Answer<T>[]> {
  const waiting = [...rows];
  const answers: Answer<T>[] = [];
  const work = async () => {
    for (let row = waiting.shift(); row !== undefined && !isStopped(); row = waiting.shift()) {
      answers.push(await answered(row, act));
      tell([...answers]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, work));
  const places = new Map(rows.map((row, place) => [row, place]));
  return answers.sort((one, other) => (places.get(one.row) ?? 0) - (places.get(other.row) ?? 0));
}

async function answered<T>(row: T, act: (row: T) => Promise<string | null>): Promise<Answer<T>> {
  try {
    return { row, note: await act(row), error: null };
  } catch (error) {
    return { row, note: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Those of the rows that nothing was done to. */
export function leftOf<T>(rows: readonly T[], answers: readonly Answer<T>[]): T[] {
  const done = new Set(answers.filter((it) => !it.error).map((it) => it.row));
  return rows.filter((row) => !done.has(row));
}
