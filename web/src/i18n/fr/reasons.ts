/** Pourquoi un prix passe ou non, par le code que donne le service des prix. */
export const reasons = {
  'margin-allowed': 'La marge est de {{margin_rate}}, au moins les {{approval_rate}} voulus.',
  'margin-below-wanted':
    'La marge est de {{margin_rate}}, sous les {{approval_rate}} voulus : vendez à {{floor_price}} ou faites approuver.',
  'margin-below-wanted-at-any-price':
    'La marge est de {{margin_rate}}, sous les {{approval_rate}} voulus : aucun prix n’y suffit.',
  'margin-below-floor':
    'La marge est de {{margin_rate}}, sous le plancher de {{floor_rate}} : vendez à {{floor_price}} ou plus.',
  'margin-below-floor-at-any-price':
    'La marge est de {{margin_rate}}, sous le plancher de {{floor_rate}} : aucun prix n’y suffit.',
  'owed-after-sale': 'Sur ce prix, {{owed_amount}} restent dus après la vente.',
  'replacement-cost': 'Le coût retenu est {{unit_cost}}, celui du prochain achat.',
  'cost-not-known': 'Le coût n’est pas connu : quelqu’un doit approuver.',
  'free-line': 'Rien n’est donné : une ligne gratuite n’a pas de marge.',
  'sell-at': 'Vendez à {{floor_price}} ou plus.',
  'exchange-rate': 'Les coûts comptent à {{exchange_factor}} {{currency}}, cours du {{rated_on}}.',
  'exchange-rate-missing': 'Pas de cours pour {{currency}}, la marge n’est donc pas connue : quelqu’un doit approuver.',
  'contract-short': 'Contrat {{contract}} : il ne reste que {{left_quantity}} à ce prix. Quelqu’un doit approuver.',
  'order-margin-allowed': 'La marge de la commande est de {{margin_rate}}, au moins les {{approval_rate}} voulus.',
  'order-margin-below-wanted':
    'La marge de la commande est de {{margin_rate}}, sous les {{approval_rate}} voulus : vendez pour {{missing_amount}} de plus ou faites approuver.',
  'order-margin-below-floor':
    'La marge de la commande est de {{margin_rate}}, sous le plancher de {{floor_rate}} : vendez pour {{missing_amount}} de plus.',
  'order-margin-not-known': 'La marge de la commande n’est pas connue.',
  'order-free': 'Rien n’est donné : la commande ne rapporte rien.',
  'earns-least': 'La ligne qui rapporte le moins :',
  'discount-allowed': 'La remise est de {{discount_rate}}, dans les {{alone_rate}} accordés sans approbation.',
  'discount-above-limit':
    'La remise est de {{discount_rate}}, au-delà des {{alone_rate}} accordés sans approbation : {{level}} peut approuver jusqu’à {{level_rate}}.',
  'discount-blocked':
    'La remise est de {{discount_rate}}, au-delà des {{greatest_rate}} que l’on peut accorder : vendez à {{lowest_price}} ou plus.',
  'discount-without-price': 'Aucun prix auquel comparer : {{level}} doit approuver.',
  'discount-without-price-blocked': 'Aucun prix auquel comparer.',
  'exception-allows': 'La dérogation {{number}} l’autorise.',
  'exception-too-small': 'La dérogation {{number}} l’autoriserait, mais il n’en reste que {{left_quantity}}.',
  'quantity-passes': 'Par {{quantity}} à {{unit_price}}, cela passe.',
  'substitute-passes': '{{sku}} à {{unit_price}} passerait à la place.',
  'site-passes': 'Depuis {{warehouse}}, à {{unit_price}}, cela passe.',
};
