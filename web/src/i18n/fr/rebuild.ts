/** The rebuild of the figures, and whether they are those of the ledger. */
export const rebuild = {
  rebuild: {
    title: 'Recalcul des chiffres',
    ask: 'Recalculer les chiffres',
    hint: 'Toutes les marges et tous les indicateurs sont recalculés à partir des événements, à côté de ceux qui servent. Les écrans continuent de répondre ; à la fin, les nouveaux chiffres prennent la place des anciens en un instant.',
    asked: 'Recalcul demandé',
    progress: '{{percent}} % – {{applied}} événements sur {{of}}. Les chiffres actuels restent affichés.',
    done: 'Dernier recalcul terminé : {{when}}',
    cancel: 'Arrêter le recalcul',
    cancelled: 'Recalcul arrêté ; les chiffres n’ont pas changé',
  },
  ledgerTie: {
    equal: 'Égal au grand livre, chaque mois : chiffre d’affaires, coût des sorties et valeur du stock.',
    waiting: 'Sorti et pas encore facturé : {{amount}}.',
    differs: 'Les marges ne sont pas celles du grand livre',
    cost: 'Coût des sorties : {{amount}} ne sont ni dans les marges ni en attente de facture.',
    stock: 'Valeur du stock : {{amount}} d’écart avec les écritures.',
    months: 'Mois qui diffèrent',
    month: 'Mois',
    ledgerRevenue: 'Grand livre',
    cubeRevenue: 'Marges',
    difference: 'Écart',
  },
};
