/** Tableau de bord, indicateurs, analyses. */
export const analysis = {
  dashboard: {
    live: 'En direct',
    notLive: 'Reconnexion…',
    period: 'Du {{from}} au {{until}}, comparé à la période précédente',
    span: 'Durée de la période',
    before: 'contre {{value}}',
    points: '{{value}} pt',
    order: 'Commande',
    due: 'Promis pour le',
    noPromise: 'sans promesse, date de commande',
    missing: 'Manque',
    lateLines: 'Lignes en retard, les plus gros montants',
    nothingLate: 'Rien n’est en retard',
    nothingLateHint: 'Une ligne arrive ici le lendemain du jour promis, tant que tout n’est pas parti.',
  },
};

export const analysisWords = {
  span: { week: '7 jours', month: '4 semaines', quarter: '13 semaines', year: '52 semaines' },
  figure: {
    sales: 'Chiffre d’affaires',
    'gross-margin': 'Marge brute',
    'margin-rate': 'Taux de marque',
    'on-time': 'Lignes livrées à l’heure',
    stock: 'Valeur du stock',
    backorders: 'Reste à livrer en retard',
    'cash-due': 'Créances échues',
  },
};
