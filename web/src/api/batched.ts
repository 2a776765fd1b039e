/** Many single look-ups of one moment as one request. What is not found, or cannot be asked, is null. */
export function batched<T>(
  atOnce: number,
  idOf: (found: T) => string,
  load: (ids: string[]) => Promise<T[]>,
): (id: string) => Promise<T | null> {
  let waiting = new Map<string, ((found: T | null) => void)[]>();
  const flush = async () => {
    const asked = waiting;
    waiting = new Map();
    const ids = [...asked.keys()];
    const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, n) =>
      ids.slice(n * atOnce, (n + 1) * atOnce),
    );
    const found = await Promise.all(parts.map((part) => load(part).catch(() => []))); // a name may be missing, the list may not
    const byId = new Map(found.flat().map((each) => [idOf(each), each]));
    for (const [id, answers] of asked) for (const answer of answers) answer(byId.get(id) ?? null);
  };
  return (id) =>
    new Promise((resolve) => {
      if (waiting.size === 0) setTimeout(() => void flush(), 5);
      waiting.set(id, [...(waiting.get(id) ?? []), resolve]);
    });
}
