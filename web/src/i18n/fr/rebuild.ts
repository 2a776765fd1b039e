/** The rebuild of the figures. */
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
};
