/** Frais d’approche : transport, droits, assurance. */
export const landed = {
  landed: {
    postedOn: 'Comptabilisé le',
    kind: 'Nature',
    supplier: 'Facturé par',
    reference: 'Référence',
    basis: 'Répartition',
    amount: 'Montant HT',
    currency: 'Devise',
    ownCurrency: 'Celle de la société',
    state: 'État',
    receipts: 'Réceptions concernées',
    hint: 'Les marchandises coûtent d’autant plus : celles qui restent en stock, et celles qui sont déjà vendues.',
    shares: 'Ce que porte chaque ligne reçue',
    shareHint:
      'Le fournisseur, le montant et les réceptions choisis, la répartition s’affiche avant d’être comptabilisée.',
    weight: 'Part',
    post: 'Comptabiliser',
    posted: 'Frais d’approche comptabilisés',
    reverse: 'Annuler',
    reverseHint: 'Le coût revient à ce qu’il était, par des écritures inverses ; le document reste.',
    reversed: '{{number}} annulé',
    isReversed: 'Annulé',
    emptyTitle: 'Aucun frais d’approche',
    emptyHint: 'Transport, droits de douane, assurance : répartissez-les sur ce qu’ils ont apporté.',
  },
};

export const landedWords = {
  landedKind: { freight: 'Transport', duty: 'Droits de douane', insurance: 'Assurance', other: 'Autre' },
  landedBasis: {
    value: 'Selon la valeur',
    quantity: 'Selon la quantité',
    weight: 'Selon le poids',
    volume: 'Selon le volume',
  },
};
