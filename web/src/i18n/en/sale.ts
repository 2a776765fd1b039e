/** Kits, substitutes, agreements and settings of selling. */
export const sale = {
  kits: {
    kit: 'Kit',
    partsOf: 'Parts of {{sku}}',
    parts: 'Made of',
  },
  instead: {
    of: 'Instead of {{sku}}',
    title: 'Stock is short. Instead:',
    unsold: 'This product is not sold any more. Instead:',
    nothing: 'This product is not sold any more, and nothing is named to replace it.',
    replace: 'Replace',
    replaceBy: 'Replace the line by {{sku}}',
    complete: 'Add {{quantity}}',
    completeBy: 'Complete the line with {{sku}}',
  },
};
