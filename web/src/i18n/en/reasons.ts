import type { reasons as fr } from '../fr/reasons';
import type { Shape } from '../shape';

/** Why a price passes or not, by the code that pricing gives. */
export const reasons: Shape<typeof fr> = {
  'margin-allowed': 'The margin is {{margin_rate}}, at least the {{approval_rate}} wanted.',
  'margin-below-wanted':
    'The margin is {{margin_rate}}, below the {{approval_rate}} wanted: sell at {{floor_price}} or have it approved.',
  'margin-below-wanted-at-any-price':
    'The margin is {{margin_rate}}, below the {{approval_rate}} wanted: no price reaches that.',
  'margin-below-floor':
    'The margin is {{margin_rate}}, below the floor of {{floor_rate}}: sell at {{floor_price}} or more.',
  'margin-below-floor-at-any-price':
    'The margin is {{margin_rate}}, below the floor of {{floor_rate}}: no price reaches what is wanted.',
  'owed-after-sale': 'Of the price, {{owed_amount}} is owed after the sale.',
  'replacement-cost': 'It is judged at {{unit_cost}}, what buying it anew costs.',
  'cost-not-known': 'The cost is not known: somebody must approve.',
  'free-line': 'Nothing is given away: a free line has no margin.',
  'sell-at': 'Sell at {{floor_price}} or more.',
  'exchange-rate': 'Costs count at {{exchange_factor}} {{currency}}, the rate of {{rated_on}}.',
  'exchange-rate-missing': 'There is no rate of {{currency}}, so the margin is not known: somebody must approve.',
  'contract-short': 'Contract {{contract}} has only {{left_quantity}} left at this price: somebody must approve.',
  'order-margin-allowed': 'The margin of the order is {{margin_rate}}, at least the {{approval_rate}} wanted.',
  'order-margin-below-wanted':
    'The margin of the order is {{margin_rate}}, below the {{approval_rate}} wanted: sell for {{missing_amount}} more or have it approved.',
  'order-margin-below-floor':
    'The margin of the order is {{margin_rate}}, below the floor of {{floor_rate}}: sell for {{missing_amount}} more.',
  'order-margin-not-known': 'The margin of the order is not known.',
  'order-free': 'Nothing is given away: the order brings nothing.',
  'earns-least': 'The line that earns least:',
  'discount-allowed': 'The discount is {{discount_rate}}, within the {{alone_rate}} granted without approval.',
  'discount-above-limit':
    'The discount is {{discount_rate}}, above the {{alone_rate}} granted without approval: {{level}} may approve up to {{level_rate}}.',
  'discount-blocked':
    'The discount is {{discount_rate}}, above the {{greatest_rate}} that anybody may grant: sell at {{lowest_price}} or more.',
  'discount-without-price': 'There is no price to compare with: {{level}} must approve.',
  'discount-without-price-blocked': 'There is no price to compare with.',
  'exception-allows': 'Exception {{number}} allows it.',
  'exception-too-small': 'Exception {{number}} would allow it, but only {{left_quantity}} are left.',
  'quantity-passes': '{{quantity}} at {{unit_price}} pass.',
  'substitute-passes': '{{sku}} at {{unit_price}} passes instead.',
  'site-passes': 'From {{warehouse}}, at {{unit_price}}, it passes.',
};
