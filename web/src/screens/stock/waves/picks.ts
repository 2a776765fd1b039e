import type { OfInventory } from '~/api/schemas';
import { isBelow } from '~/ui/decimals';
import { decimalOf } from '~/ui/form/decimals';

type Task = Pick<OfInventory['TaskOut'], 'id' | 'quantity' | 'status'>;

/** What was found, as typed, by task; a task of which nothing is typed is left for later. */
export type Found = Readonly<Record<string, string>>;

/** What goes to the service. Less than asked means that there is no more: also none at all. */
export function picksOf(tasks: readonly Task[], found: Found): OfInventory['PickedIn'][] {
  return tasks.flatMap(({ id, quantity: asked, status }) => {
    const quantity = decimalOf(found[id] ?? '');
    return status === 'open' && quantity !== null
      ? [{ task_id: id, quantity, is_short: isBelow(quantity, asked) }]
      : [];
  });
}

/** Whether less was found than asked for. */
export function isShort({ quantity }: Pick<Task, 'quantity'>, typed: string | undefined): boolean {
  const found = decimalOf(typed ?? '');
  return found !== null && isBelow(found, quantity);
}
