/** Ce que disent les refus des services, par leur nom public et leurs valeurs : la première forme dont toutes les valeurs sont connues. */
export const refusals = {
  'not-a-multiple': {
    both: 'Ce fournisseur vend par {{multiple}} : attribuez {{below}} ou {{above}}.',
    fewer: 'Ce fournisseur vend par {{multiple}} : attribuez {{below}}.',
    more: 'Ce fournisseur vend par {{multiple}} : attribuez {{above}}.',
    other: 'Ce fournisseur ne vend pas cette quantité : attribuez la ligne à un autre.',
  },
  'below-minimum': {
    more: 'Ce prix ne vaut que pour plus : attribuez {{above}}, ou demandez une autre offre.',
    other: 'Ce prix ne vaut que pour plus : attribuez la ligne à un autre.',
  },
  'no-mail': {
    other: 'Aucun serveur d’e-mail n’est réglé : donnez le lien autrement.',
  },
  'no-address': {
    other: 'Pas d’adresse e-mail : ajoutez-la à la fiche, ou donnez le lien autrement.',
  },
  'letter-under-way': {
    other: 'L’e-mail précédent n’est pas encore parti : il repart tout seul.',
  },
  'link-outdated': {
    other: 'Ce lien est d’avant et ne peut être redit : donnez-en un nouveau.',
  },
  'too-many-answers': {
    later: 'Ce lien a déjà beaucoup servi : réessayez dans {{retry_minutes}} min.',
    other: 'Ce lien a servi autant qu’il le peut : demandez-en un nouveau.',
  },
  'award-too-large': {
    other: 'C’est plus qu’il n’en est demandé : attribuez moins.',
  },
  invalid: {
    other: 'La demande n’a pas de sens ainsi.',
  },
  'invalid-request': {
    other: 'La saisie n’est pas complète ou pas lisible.',
  },
  'invalid-records': {
    other: 'La saisie contient des données qui ne conviennent pas.',
  },
  'invalid-token': {
    other: 'Votre session est terminée : reconnectez-vous.',
  },
  'permission-missing': {
    other: 'Vous n’avez pas le droit de faire cela : il faut {{permission}}.',
  },
  'not-yours': {
    other: 'Cela n’est pas à vous.',
  },
  'not-found': {
    other: 'Cela n’existe pas, ou plus.',
  },
  'database-away': {
    other: 'La base de données ne répond pas : réessayez dans un instant.',
  },
  'identity-away': {
    other: 'Le service des comptes ne répond pas : réessayez dans un instant.',
  },
  'in-the-future': {
    other: 'L’heure de la saisie est dans le futur : vérifiez l’horloge de l’appareil.',
  },
  'over-precise-quantity': {
    other: 'La quantité a plus de {{decimals}} décimales, que son unité n’admet pas : arrondissez.',
  },
  'inexact-conversion': {
    other: 'Ces conditionnements ne font pas un nombre exact d’unités de stock.',
  },
  'constraint-violated': {
    other: 'La base de données refuse cette saisie : elle contredit ce qui est enregistré.',
  },
  'product-not-known': {
    other: 'Le stock ne connaît pas encore cet article : réessayez dans un instant.',
  },
  'warehouse-not-known': {
    other: 'L’entrepôt {{warehouse}} n’existe pas : vérifiez l’étiquette.',
  },
  'location-not-known': {
    code: 'L’emplacement {{location}} n’existe pas dans {{warehouse}} : vérifiez l’étiquette.',
    other: 'Cet emplacement n’existe pas dans l’entrepôt.',
  },
  'order-not-known': {
    other: 'Cette commande n’est pas encore connue du stock : réessayez dans un instant.',
  },
  'code-taken': {
    other: 'Ce code existe déjà.',
  },
  'insufficient-stock': {
    place:
      'D’après le stock, {{location}} ne contient que {{on_hand}} et non {{asked}} : comptez l’emplacement ou prenez-en un autre.',
    other: 'Il n’y a pas assez de stock.',
  },
  'nothing-reserved': {
    other: 'Rien n’est réservé pour cette commande : tout ce qui reste est en reliquat ou déjà prélevé.',
  },
  'over-shipment': {
    other: 'Seules {{reserved}} sont réservées pour cette ligne : expédiez cette quantité.',
  },
  'over-receipt': {
    other:
      '{{ordered}} commandées, {{received}} déjà reçues : {{asked}} de plus dépassent la limite de {{limit}}. Recomptez, ou faites augmenter la commande.',
  },
  'order-is-closed': {
    other: '{{number}} est close : plus rien n’en est attendu.',
  },
  'document-taken': {
    other: 'Ce document est déjà enregistré : {{number}}.',
  },
  'already-reversed': {
    other: 'Ce mouvement a déjà été annulé.',
  },
  'not-reversible': {
    other: 'Ce mouvement appartient à un document : corrigez celui-ci.',
  },
  'line-repeated': {
    other: 'La même ligne figure deux fois : donnez sa quantité entière une seule fois.',
  },
  'line-not-of-order': {
    other: 'Cette ligne n’appartient pas à cette commande.',
  },
  'already-firm': {
    other: 'La commande est ferme : ses réservations changent par expédition ou annulation.',
  },
  'holds-nothing': {
    other: '{{location}} regroupe d’autres emplacements : scannez celui où se trouve la marchandise.',
  },
  'parent-not-fit': {
    other: 'Cet emplacement ne peut pas être placé là.',
  },
  'movement-not-allowed': {
    other: 'Vos rôles ne permettent pas ce déplacement entre ces deux emplacements.',
  },
  'lot-required': {
    other: 'Article suivi : scannez son lot ou son numéro de série.',
  },
  'lot-not-tracked': {
    other: 'L’article n’est pas suivi par lot : laissez {{lot}} de côté.',
  },
  'serial-is-one': {
    other: 'Un numéro de série désigne une seule pièce, pas {{asked}}.',
  },
  'lot-not-known': {
    other: 'Le lot {{lot}} de cet article n’existe pas : vérifiez l’étiquette.',
  },
  'lot-differs': {
    other: 'Le lot {{lot}} est connu avec la péremption {{expires_on}} : vérifiez l’étiquette.',
  },
  'serial-is-here': {
    other: 'La pièce {{lot}} est déjà en stock : vérifiez l’étiquette.',
  },
  'wrong-count-status': {
    other: '{{number}} n’est plus ouvert au comptage : ouvrez-en un autre.',
  },
  'lines-uncounted': {
    other: 'Des emplacements de cet inventaire n’ont pas été comptés.',
  },
  'cause-required': {
    other: 'Un écart aussi grand demande sa cause.',
  },
  'count-again': {
    other: 'Ce qui a été compté a bougé depuis : recomptez.',
  },
  'claim-is-settled': {
    other: 'Cette réclamation est déjà réglée.',
  },
  'wrong-transfer-status': {
    other: 'L’état de ce transfert ne le permet pas.',
  },
  'same-warehouse': {
    other: 'Un transfert va vers un autre entrepôt.',
  },
  'over-arrival': {
    other: 'Il arrive plus que ce qui est en route.',
  },
  'same-place': {
    other: 'L’arrivée est l’emplacement de départ : scannez-en un autre.',
  },
  'only-by-transfer': {
    other: '{{location}} ne reçoit et ne rend des marchandises que par un ordre de transfert.',
  },
  'inspection-is-closed': {
    other: 'Tout a déjà son verdict.',
  },
  'more-than-is-on-hold': {
    other: 'Seules {{open}} attendent un verdict.',
  },
  'own-receipt': {
    other: 'Qui a réceptionné la marchandise ne la juge pas.',
  },
  'location-full': {
    other: '{{location}} ne peut contenir que {{capacity}} : rangez le reste ailleurs.',
  },
  'not-agreed': {
    other: 'Seules {{left}} de cette ligne peuvent encore revenir sous ce numéro : voyez avec les ventes.',
  },
  'over-return': {
    other: 'Seules {{returnable}} de cette ligne peuvent encore revenir.',
  },
  'all-disposed': {
    other: 'Seules {{open}} de cette ligne attendent une décision.',
  },
  'shelf-life-too-short': {
    other: 'Il n’y a pas assez de marchandise qui se conserve jusqu’au {{keeps_until}}.',
  },
  'suggestion-not-open': {
    other: 'Cette proposition a déjà été traitée.',
  },
  'goods-are-picked': {
    other: 'Cette marchandise est prélevée pour une commande : seuls ses colis ou une remise en stock la déplacent.',
  },
  'delivery-held': {
    other:
      '{{number}} doit attendre d’après ce qui est convenu pour sa livraison : une telle quantité ne peut pas partir.',
  },
  'nothing-to-pick': {
    other: 'Aucune commande n’a là de marchandise à prélever.',
  },
  'wave-is-over': {
    other: '{{number}} est terminée.',
  },
  'task-is-over': {
    other: 'Cette tâche est déjà faite ou abandonnée.',
  },
  'scan-key-reused': {
    other: 'Cette saisie porte la clé d’une autre : scannez à nouveau.',
  },
  'wrong-scan': {
    location: 'La tâche demande l’emplacement {{wanted_location}}.',
    lot: 'La tâche demande le lot {{wanted_lot}}.',
    quantity: 'La tâche demande {{wanted_quantity}} et non {{picked_quantity}} : remettez le reste.',
  },
  'pick-is-short': {
    other:
      '{{wanted_quantity}} sont demandées, il en manque {{missing_quantity}} : prenez-les, ou dites qu’il n’y en a plus.',
  },
  'order-on-hold': {
    other: '{{number}} est bloquée par les ventes : laissez sa marchandise en place.',
  },
  'hold-lost': {
    other: 'La commande ne réserve plus cette marchandise : laissez-la en place.',
  },
  'not-picked': {
    quantity: 'Seules {{loose}} de cette ligne sont prélevées et pas encore emballées, et non {{asked}}.',
    other: 'Aucun colis de cette commande n’est fermé.',
  },
  'package-status': {
    other: 'L’état du colis {{sscc}} ne le permet pas.',
  },
  'no-supplier-concerned': {
    other: 'Cette réclamation ne concerne aucun fournisseur.',
  },
  'packaging-not-known': {
    other: 'L’article n’a pas ce conditionnement.',
  },
  'serials-do-not-fit': {
    other: 'Il faut autant de numéros de série différents que de pièces, et pas de lot.',
  },
  'allocation-changed': {
    other: 'La situation a changé depuis la simulation : recommencez.',
  },
  'lot-not-held': {
    other: 'Une telle quantité de ce lot n’est pas libre.',
  },
  'unreadable-table': {
    rows: 'Le fichier a {{rows}} lignes, plus que les {{rows_max}} admises : envoyez-le en plusieurs fois.',
    columns: 'Le fichier a plus de {{columns_max}} colonnes : retirez celles qui ne servent pas.',
    cell: 'Une cellule a plus de {{cell_max}} caractères : raccourcissez-la.',
    columns_asked:
      'La première ligne doit nommer les colonnes {{asked}}, chacune une fois, et aucune qui ne soit pas prévue.',
    other:
      'Le fichier n’est pas lisible : il faut du CSV ou un classeur .xlsx, des titres en première ligne et au moins une ligne en dessous.',
  },
  'unreadable-workbook': {
    rows: 'La feuille a plus de {{rows_max}} lignes : envoyez-la en plusieurs fois.',
    other: 'Le classeur n’est pas lisible : enregistrez-le à nouveau en .xlsx sans mot de passe, ou en CSV UTF-8.',
  },
  'import-closed': {
    other: 'Cet import n’est plus dans l’état qu’il faut pour cela : la page montre où il en est.',
  },
  'import-incomplete': {
    other:
      '{{refused}} lignes sont refusées et {{undecided}} attendent une décision : rien n’a été écrit. Corrigez le fichier, décidez, ou prenez les bonnes lignes.',
  },
  'not-undone': {
    code: '{{code}} a changé depuis l’import : rien n’a été annulé. Défaites d’abord ce changement, ou corrigez à la main.',
    other: 'Une fiche a changé depuis l’import : rien n’a été annulé.',
  },
  'merge-target-gone': {
    other: 'La fiche avec laquelle fusionner n’existe plus : vérifiez à nouveau le fichier.',
  },
  'needs-another-person': {
    code: 'Une partie de ce qui change pour {{code}} demande une autre personne : faites ce changement sur sa fiche, ou retirez ces colonnes.',
    other: 'Une partie de ces changements demande une autre personne.',
  },
  'merged-twice': {
    other: 'Deux lignes fusionnent avec {{code}} : n’en gardez qu’une.',
  },
  'nothing-to-merge': {
    other: 'Un stock de départ s’ajoute ou se laisse de côté, il ne se fusionne pas.',
  },
  'already-taken': {
    other: 'Un code, une référence ou un code-barres est déjà pris : rien n’a été écrit.',
  },
  'partner-probably-known': {
    other: 'Ce partenaire existe sans doute déjà.',
  },
  stale: {
    other: 'Quelqu’un a modifié une fiche entre-temps : recommencez.',
  },
};

/** Pourquoi un code scanné ne désigne rien de sûr. */
export const scanCodes = {
  length: 'Ce code n’a pas le bon nombre de caractères : {{code}}',
  ambiguous: 'Ce code peut désigner plusieurs choses : {{code}}',
  'check-digit': 'La clé de contrôle est fausse, l’étiquette est mal lue ou mal imprimée : {{code}}',
  date: 'Ce code contient une date qui n’existe pas : {{code}}',
  syntax: 'Ce code n’est pas lisible en GS1 : {{code}}',
  characters: 'Ce code contient un caractère que GS1 n’admet pas : {{code}}',
  incomplete: 'Ce code ne désigne ni article, ni colis, ni lieu : {{code}}',
  count: 'Ce code compte zéro pièce : {{code}}',
  quantity: 'La quantité de ce code ne tombe pas juste dans l’unité de l’article : {{code}}',
  'unknown-gtin': 'Aucun article n’a ce code-barres : {{code}}',
};
