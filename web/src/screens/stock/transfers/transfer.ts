import type { OfInventory } from '~/api/schemas';
import { sumOf } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

/** A line of a transfer that is being written. */
export interface AskedLine {
  key: string;
  product: string;
  quantity: string; // as typed
}

export interface Asked {
  source: string;
  destination: string;
  expectedOn: string;
  reason: string;
  lines: readonly AskedLine[];
}

export const newLine = (product = '', quantity = ''): AskedLine => ({ key: crypto.randomUUID(), product, quantity });

/** What goes to the service; null while something is missing. */
export function transferOf(asked: Asked): OfInventory['TransferOrderIn'] | null {
  const { source, destination, lines } = asked;
  const isReady =
    source &&
    destination &&
    source !== destination &&
    asked.reason.trim() &&
    lines.length > 0 &&
    lines.every((it) => isWritten(it));
  if (!isReady) return null;
  return {
    source,
    destination,
    priority: 0,
    expected_on: asked.expectedOn || null,
    reason: asked.reason.trim(),
    lines: lines.map((it) => ({ product_id: it.product, quantity: decimalOf(it.quantity) ?? '' })),
  };
}

const isWritten = (line: AskedLine) => line.product !== '' && isQuantity(line.quantity);

type Line = Pick<OfInventory['TransferOrderLineOut'], 'id' | 'quantity' | 'shipped' | 'in_transit'>;

/** What was typed by line, of what leaves or of what arrives. */
export type Typed = Readonly<Record<string, string>>;

/** Lines with a quantity above zero, as the service takes them. */
export function movedLines(
  lines: readonly Pick<Line, 'id'>[],
  typed: Typed,
): { transfer_line_id: string; quantity: string }[] {
  return lines.flatMap(({ id }) =>
    isQuantity(typed[id] ?? '') ? [{ transfer_line_id: id, quantity: decimalOf(typed[id] ?? '') ?? '' }] : [],
  );
}

/** Whether nothing typed would be lost: every figure is one, or empty. */
export function isReadable(typed: Typed): boolean {
  return Object.values(typed).every((it) => it.trim() === '' || decimalOf(it) !== null);
}

/** What has not left yet. */
export const toLeave = (line: Pick<Line, 'quantity' | 'shipped'>): string => sumOf([line.quantity, `-${line.shipped}`]);
