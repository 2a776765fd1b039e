import { expect, test } from 'vitest';

import type { OfCatalog } from '~/api/schemas';

import { attributesOf, draftOf, fieldsOf, newDraft, newPackaging } from './draft';

const PRODUCT: OfCatalog['ProductOut'] = {
  id: 'p',
  version: 3,
  sku: 'VIS-440',
  name_fr: 'Vis à bois 4x40',
  name_en: 'Wood screw 4x40',
  family_code: 'visserie',
  status: 'active',
  stock_uom: 'C62',
  quantity_decimals: 0,
  packagings: [
    { code: 'EACH', uom: 'C62', numerator: 1, denominator: 1, gtin: '3017620422003' },
    { code: 'THIRD', uom: 'XBX', numerator: 1, denominator: 3, gtin: null },
  ],
  suppliers: [{ supplier_id: 's', supplier_sku: 'W440', packaging_code: 'EACH', lead_time_days: 9 }],
  tax_class: 'standard',
  costing_method: 'fifo',
  tracking: 'lot',
  is_expiry_tracked: true,
  shelf_life_days: 365,
  weight_kg: '0.250000',
  volume_m3: null,
  length_mm: 40,
  width_mm: null,
  height_mm: null,
  hs_code: '731812',
  images: [{ url: 'https://images.example/vis.jpg', caption: '' }],
  substitutes: [{ product_id: 'q', kind: 'replaced-by' }],
  attributes: { diameter: '4' },
};

test('a record that is opened and saved again stays what it was', () => {
  const { id: _id, version: _version, sku: _sku, stock_uom: _uom, quantity_decimals: _decimals, ...fields } = PRODUCT;
  expect(fieldsOf(draftOf(PRODUCT))).toEqual({ ...fields, weight_kg: '0.25' });
});

test('a product needs a family and a name in one language', () => {
  expect(fieldsOf(newDraft())).toBeNull();
  expect(fieldsOf({ ...newDraft(), family: 'visserie', nameEn: 'Screw' })).toMatchObject({ name_en: 'Screw' });
});

test.each([
  { packagings: [{ ...newPackaging(), code: 'BOX', holds: '12,5' }] },
  { weight: 'heavy' },
  { length: '4.5' },
  { suppliers: [{ key: 'k', supplier: 's', sku: 'x', packaging: 'EACH', leadTime: 'soon' }] },
])('what is no figure is not sent', (part) =>
  expect(fieldsOf({ ...newDraft(), family: 'visserie', nameFr: 'Vis', ...part })).toBeNull(),
);

test('what is not tracked does not expire', () =>
  expect(fieldsOf({ ...newDraft(), family: 'f', nameFr: 'Vis', isExpiryTracked: true, shelfLife: '30' })).toMatchObject(
    { is_expiry_tracked: false, shelf_life_days: null },
  ));

test('a family has the attributes of those above it', () => {
  const attribute = (code: string) => ({ code, name: code, kind: 'text' as const, is_required: false });
  const families = [
    { code: 'a', name: 'A', parent_code: null, attributes: [attribute('brand')] },
    { code: 'b', name: 'B', parent_code: 'a', attributes: [attribute('diameter')] },
  ];
  expect(attributesOf(families, 'b').map(({ code }) => code)).toEqual(['brand', 'diameter']);
  expect(attributesOf(families, 'unknown')).toEqual([]);
});
