/** Landed costs: freight, duty, insurance. */
export const landed = {
  landed: {
    postedOn: 'Posted on',
    kind: 'Kind',
    supplier: 'Billed by',
    reference: 'Reference',
    basis: 'Shared by',
    amount: 'Net amount',
    currency: 'Currency',
    ownCurrency: 'The company’s',
    state: 'State',
    receipts: 'Receipts concerned',
    hint: 'The goods cost so much more: those that are left in stock, and those that are sold already.',
    shares: 'What each received line bears',
    shareHint: 'Once supplier, amount and receipts are chosen, the shares are shown before they are posted.',
    weight: 'Part',
    post: 'Post',
    posted: 'Landed cost posted',
    reverse: 'Take back',
    reverseHint: 'The cost is what it was, by reverse entries; the document stays.',
    reversed: '{{number}} taken back',
    isReversed: 'Taken back',
    emptyTitle: 'No landed cost yet',
    emptyHint: 'Freight, duty, insurance: share them over what they brought.',
  },
};

export const landedWords = {
  landedKind: { freight: 'Freight', duty: 'Duty', insurance: 'Insurance', other: 'Other' },
  landedBasis: { value: 'By value', quantity: 'By quantity', weight: 'By weight', volume: 'By volume' },
};
