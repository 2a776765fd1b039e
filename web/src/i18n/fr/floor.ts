/** Ce que le magasin et les achats saisissent : la réponse d’un fournisseur, les étiquettes, les fiches. */
export const floor = {
  invitation: {
    until: 'Réponse attendue avant le {{date}}',
    lines: 'Ce qui vous est demandé ({{currency}}, hors taxes)',
    minimum: 'À partir de',
    noPrice: 'Sans prix, la ligne n’est pas proposée. « À partir de » : la quantité dès laquelle le prix vaut.',
    terms: 'Conditions',
    send: 'Envoyer mon offre',
    sendAgain: 'Remplacer mon offre',
    decline: 'Décliner',
    declineHint: 'L’acheteur saura que vous ne proposez rien. Vous pouvez encore répondre jusqu’à la date limite.',
    kept: 'Votre offre est reçue (version {{version}}). Vous pouvez la remplacer jusqu’à la date limite.',
    won_one: 'Votre offre est retenue pour {{count}} ligne. La commande suit.',
    won_other: 'Votre offre est retenue pour {{count}} lignes. La commande suit.',
    over: 'On n’attend plus de réponse à cette demande.',
    links: 'Liens des fournisseurs',
    linksHint:
      'Par son lien, un fournisseur répond sans compte. Copiez-les ou envoyez-les maintenant : ils ne sont montrés qu’une fois.',
    newLink: 'Nouveau lien (l’ancien ne vaut plus)',
    mail: 'Écrire',
    mailSubject: 'Demande de prix {{number}}',
    mailText:
      'Bonjour,\n\nMerci de nous donner vos prix pour la demande {{number}} avant le {{date}}, par ce lien, sans compte :\n{{address}}\n',
  },
};
