/** The lines of a price check as they stand in the address, so that a check can be sent to a colleague. */
export interface AskedLine {
  product: string;
  quantity: string;
  price: string; // set by hand; empty: calculated
}

export function linesOf(param: string): AskedLine[] {
  if (!param) return [{ product: '', quantity: '1', price: '' }];
  return param.split(';').map((part) => {
    const [product = '', quantity = '', price = ''] = part.split(':');
    return { product, quantity, price };
  });
}

export function paramOf(lines: readonly AskedLine[]): string {
  return lines.map(({ product, quantity, price }) => `${product}:${quantity}:${price}`).join(';');
}
