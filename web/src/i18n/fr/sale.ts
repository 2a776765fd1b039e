/** Kits, articles de substitution, accords et réglages de la vente. */
export const sale = {
  kits: {
    kit: 'Kit',
    partsOf: 'Composants de {{sku}}',
    parts: 'Composé de',
  },
  instead: {
    of: 'À la place de {{sku}}',
    title: 'Le stock manque. À la place :',
    unsold: 'Cet article n’est plus vendu. À la place :',
    nothing: 'Cet article n’est plus vendu, et rien n’est prévu pour le remplacer.',
    replace: 'Remplacer',
    replaceBy: 'Remplacer la ligne par {{sku}}',
    complete: 'Compléter de {{quantity}}',
    completeBy: 'Compléter la ligne avec {{sku}}',
  },
};
