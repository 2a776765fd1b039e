import type { refusals as fr, scanCodes as frCodes } from '../fr/refusals';
import type { Shape } from '../shape';

/** What refusals of services say, by their public name and values: the first form of which all values are known. */
export const refusals: Shape<typeof fr> = {
  'not-a-multiple': {
    both: 'This supplier sells by {{multiple}}: award {{below}} or {{above}}.',
    fewer: 'This supplier sells by {{multiple}}: award {{below}}.',
    more: 'This supplier sells by {{multiple}}: award {{above}}.',
    other: 'This supplier does not sell that quantity: award the line to another.',
  },
  'below-minimum': {
    more: 'This price only holds for more: award {{above}}, or ask for another offer.',
    other: 'This price only holds for more: award the line to another.',
  },
  'no-mail': {
    other: 'No mail server is set up: give the link another way.',
  },
  'no-address': {
    other: 'No e-mail address: add one to the record, or give the link another way.',
  },
  'letter-under-way': {
    other: 'The e-mail before has not left yet: it is tried again by itself.',
  },
  'link-outdated': {
    other: 'This link was made before and cannot be told again: give a new one.',
  },
  'too-many-answers': {
    later: 'This link has been used a lot: try again in {{retry_minutes}} min.',
    other: 'This link has been used as often as it can: ask for a new one.',
  },
  'award-too-large': {
    other: 'That is more than is asked for: award less.',
  },
  invalid: {
    other: 'The request makes no sense like that.',
  },
  'invalid-request': {
    other: 'The entry is not complete or cannot be read.',
  },
  'invalid-records': {
    other: 'The entry holds data that do not fit.',
  },
  'invalid-token': {
    other: 'Your session is over: sign in again.',
  },
  'permission-missing': {
    other: 'You may not do this: it needs {{permission}}.',
  },
  'not-yours': {
    other: 'This is not yours.',
  },
  'not-found': {
    other: 'It is not there, or not any more.',
  },
  'database-away': {
    other: 'The database is away: try again in a moment.',
  },
  'identity-away': {
    other: 'The service of accounts is away: try again in a moment.',
  },
  'in-the-future': {
    other: 'The time of the entry has not come yet: check the clock of the device.',
  },
  'over-precise-quantity': {
    other: 'The quantity has more than the {{decimals}} decimals of its unit: round it.',
  },
  'inexact-conversion': {
    other: 'So many packagings are no exact number of stock units.',
  },
  'constraint-violated': {
    other: 'The database refuses this entry: it contradicts what is stored.',
  },
  'product-not-known': {
    other: 'Stock does not know this product yet: try again in a moment.',
  },
  'warehouse-not-known': {
    other: 'There is no warehouse {{warehouse}}: check the label.',
  },
  'location-not-known': {
    code: 'There is no location {{location}} in {{warehouse}}: check the label.',
    other: 'There is no such location in the warehouse.',
  },
  'order-not-known': {
    other: 'Stock does not know this order yet: try again in a moment.',
  },
  'code-taken': {
    other: 'This code exists already.',
  },
  'insufficient-stock': {
    place: 'By the books {{location}} holds only {{on_hand}}, not {{asked}}: count the place or take another one.',
    other: 'There is less in stock than that.',
  },
  'nothing-reserved': {
    other: 'The order holds nothing: what is left is on backorder or picked already.',
  },
  'over-shipment': {
    other: 'Only {{reserved}} are held for this line: ship that many.',
  },
  'over-receipt': {
    other:
      '{{ordered}} ordered, {{received}} received before: {{asked}} more pass the limit of {{limit}}. Count again, or have the order raised.',
  },
  'order-is-closed': {
    other: '{{number}} is closed: nothing more is expected of it.',
  },
  'document-taken': {
    other: 'This document was posted before: {{number}}.',
  },
  'already-reversed': {
    other: 'This movement was reversed before.',
  },
  'not-reversible': {
    other: 'This movement belongs to a document: correct that one.',
  },
  'line-repeated': {
    other: 'The same line occurs twice: give its whole quantity once.',
  },
  'line-not-of-order': {
    other: 'This line is none of that order.',
  },
  'already-firm': {
    other: 'The order is firm: what it holds changes by shipment or cancellation.',
  },
  'holds-nothing': {
    other: '{{location}} groups other locations: scan the one where the goods lie.',
  },
  'parent-not-fit': {
    other: 'The location cannot lie in that one.',
  },
  'movement-not-allowed': {
    other: 'Your roles do not let goods go between these two places.',
  },
  'lot-required': {
    other: 'The product is tracked: scan its lot or serial number.',
  },
  'lot-not-tracked': {
    other: 'The product has no lots: leave out {{lot}}.',
  },
  'serial-is-one': {
    other: 'A serial number is one piece, not {{asked}}.',
  },
  'lot-not-known': {
    other: 'There is no lot {{lot}} of this product: check the label.',
  },
  'lot-differs': {
    other: 'Lot {{lot}} is known with the expiry date {{expires_on}}: check the label.',
  },
  'serial-is-here': {
    other: 'The piece {{lot}} is in stock already: check the label.',
  },
  'wrong-count-status': {
    other: '{{number}} is not open for counting any more: open another one.',
  },
  'lines-uncounted': {
    other: 'Some places of the count were not looked at.',
  },
  'cause-required': {
    other: 'A difference so large needs its cause.',
  },
  'count-again': {
    other: 'What was counted has gone since: count again.',
  },
  'claim-is-settled': {
    other: 'The claim is settled already.',
  },
  'wrong-transfer-status': {
    other: 'The transfer as it stands says no.',
  },
  'same-warehouse': {
    other: 'A transfer goes to another warehouse.',
  },
  'over-arrival': {
    other: 'More arrives than is on its way.',
  },
  'same-place': {
    other: 'The destination is where the goods lie: scan another place.',
  },
  'only-by-transfer': {
    other: 'Goods come to {{location}} and leave it by a transfer order only.',
  },
  'inspection-is-closed': {
    other: 'All of it has its verdict already.',
  },
  'more-than-is-on-hold': {
    other: 'Only {{open}} wait for a verdict.',
  },
  'own-receipt': {
    other: 'Who received the goods does not judge them.',
  },
  'location-full': {
    other: 'Only {{capacity}} fit into {{location}}: put the rest elsewhere.',
  },
  'not-agreed': {
    other: 'Only {{left}} of this line may still come back under that number: ask sales.',
  },
  'over-return': {
    other: 'Only {{returnable}} of this line can still come back.',
  },
  'all-disposed': {
    other: 'Only {{open}} of this line wait for a disposition.',
  },
  'shelf-life-too-short': {
    other: 'There is not enough that keeps until {{keeps_until}}.',
  },
  'suggestion-not-open': {
    other: 'The suggestion was dealt with already.',
  },
  'goods-are-picked': {
    other: 'These goods are picked for an order: only its packages, or putting them back, move them.',
  },
  'delivery-held': {
    other: '{{number}} has to wait by what was agreed for its delivery: so much of it may not leave.',
  },
  'nothing-to-pick': {
    other: 'No order has goods to be picked there.',
  },
  'wave-is-over': {
    other: '{{number}} is over.',
  },
  'task-is-over': {
    other: 'This task was done or given up already.',
  },
  'scan-key-reused': {
    other: 'This entry has the key of another one: scan again.',
  },
  'wrong-scan': {
    location: 'The task asks for the place {{wanted_location}}.',
    lot: 'The task asks for lot {{wanted_lot}}.',
    quantity: 'The task asks for {{wanted_quantity}}, not {{picked_quantity}}: put the rest back.',
  },
  'pick-is-short': {
    other: '{{wanted_quantity}} are wanted, {{missing_quantity}} are missing: pick them, or say that there is no more.',
  },
  'order-on-hold': {
    other: 'Sales has put {{number}} on hold: leave its goods where they are.',
  },
  'hold-lost': {
    other: 'The order does not hold these goods any more: leave them where they are.',
  },
  'not-picked': {
    quantity: 'Only {{loose}} of this line stand picked and unpacked, not {{asked}}.',
    other: 'No package of this order is closed.',
  },
  'package-status': {
    other: 'Package {{sscc}} is not in the state that this needs.',
  },
  'no-supplier-concerned': {
    other: 'The claim is no supplier’s business.',
  },
  'packaging-not-known': {
    other: 'The product has no such packaging.',
  },
  'serials-do-not-fit': {
    other: 'There must be as many different serial numbers as pieces, and no lot.',
  },
  'allocation-changed': {
    other: 'Things changed since the simulation: do it again.',
  },
  'lot-not-held': {
    other: 'So much of the lot is not free.',
  },
  'unreadable-table': {
    rows: 'The file has {{rows}} lines, more than the {{rows_max}} allowed: send it in parts.',
    columns: 'The file has more than {{columns_max}} columns: leave out those that are not needed.',
    cell: 'A cell has more than {{cell_max}} characters: shorten it.',
    columns_asked: 'The first row must name the columns {{asked}}, each once, and none that is not expected.',
    other:
      'The file cannot be read: it has to be CSV or a workbook (.xlsx), with titles in the first row and at least one line below.',
  },
  'unreadable-workbook': {
    rows: 'The sheet has more than {{rows_max}} rows: send it in parts.',
    other: 'The workbook cannot be read: save it again as .xlsx without a password, or as CSV UTF-8.',
  },
  'import-closed': {
    other: 'This import is no longer in the state that this needs: the page shows how far it is.',
  },
  'import-incomplete': {
    other:
      '{{refused}} lines are refused and {{undecided}} wait for a decision: nothing was written. Mend the file, decide, or take the good lines.',
  },
  'not-undone': {
    code: '{{code}} was changed since the import: nothing was undone. Undo that change first, or correct by hand.',
    other: 'A record was changed since the import: nothing was undone.',
  },
  'merge-target-gone': {
    other: 'The record to merge with is gone: check the file again.',
  },
  'needs-another-person': {
    code: 'Some of what changes about {{code}} needs another person: make that change on the record itself, or leave the columns out.',
    other: 'Some of these changes need another person.',
  },
  'merged-twice': {
    other: 'Two lines merge with {{code}}: keep one of them.',
  },
  'nothing-to-merge': {
    other: 'Opening stock is added or left out, there is nothing to merge with.',
  },
  'already-taken': {
    other: 'A code, SKU or barcode is taken already: nothing was written.',
  },
  'partner-probably-known': {
    other: 'This partner is probably there already.',
  },
  stale: {
    other: 'Somebody changed a record meanwhile: try again.',
  },
};

/** Why a scanned code stands for nothing that is sure. */
export const scanCodes: Shape<typeof frCodes> = {
  length: 'This code has not the right number of characters: {{code}}',
  ambiguous: 'This code may stand for more than one thing: {{code}}',
  'check-digit': 'The check digit is wrong, the label was misread or misprinted: {{code}}',
  date: 'This code holds a date that does not exist: {{code}}',
  syntax: 'This code cannot be read as GS1: {{code}}',
  characters: 'This code has a character that GS1 does not allow: {{code}}',
  incomplete: 'This code names no article, package or place: {{code}}',
  count: 'This code counts zero pieces: {{code}}',
  quantity: 'The quantity of this code is no exact one in the product’s unit: {{code}}',
  'unknown-gtin': 'No product has this bar code: {{code}}',
};
