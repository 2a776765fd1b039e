/** A product as it is typed, and as the service takes it. */
import type { OfCatalog } from '~/api/schemas';
import { decimalOf, plain } from '~/ui/form/decimals';

type Product = OfCatalog['ProductOut'];
type Family = OfCatalog['FamilyOut'];
export type Attribute = Family['attributes'][number];

interface Row {
  key: string;
}

export interface PackagingRow extends Row {
  code: string;
  uom: string;
  holds: string; // stock units in one of it: "12", or "1/3"
  gtin: string;
}

export interface SupplierRow extends Row {
  supplier: string;
  sku: string;
  packaging: string;
  leadTime: string;
}

export interface SubstituteRow extends Row {
  product: string;
  kind: OfCatalog['SubstituteModel']['kind'];
}

export interface ImageRow extends Row {
  url: string;
  caption: string;
}

export interface Draft {
  sku: string;
  stockUom: string;
  nameFr: string;
  nameEn: string;
  family: string;
  status: Product['status'];
  taxClass: string;
  costing: OfCatalog['CostingMethod'];
  tracking: Product['tracking'];
  isExpiryTracked: boolean;
  shelfLife: string;
  weight: string;
  volume: string;
  length: string;
  width: string;
  height: string;
  hs: string;
  packagings: readonly PackagingRow[];
  suppliers: readonly SupplierRow[];
  substitutes: readonly SubstituteRow[];
  images: readonly ImageRow[];
  attributes: Readonly<Record<string, string>>;
}

const key = () => crypto.randomUUID();

export const newPackaging = (): PackagingRow => ({ key: key(), code: '', uom: 'XBX', holds: '', gtin: '' });
export const newSupplier = (): SupplierRow => ({ key: key(), supplier: '', sku: '', packaging: 'EACH', leadTime: '7' });
export const newSubstitute = (): SubstituteRow => ({ key: key(), product: '', kind: 'substitute' });
export const newImage = (): ImageRow => ({ key: key(), url: '', caption: '' });

export function newDraft(): Draft {
  return {
    sku: '',
    stockUom: 'C62',
    nameFr: '',
    nameEn: '',
    family: '',
    status: 'active',
    taxClass: 'standard',
    costing: 'avco',
    tracking: 'none',
    isExpiryTracked: false,
    shelfLife: '',
    weight: '',
    volume: '',
    length: '',
    width: '',
    height: '',
    hs: '',
    packagings: [{ ...newPackaging(), code: 'EACH', uom: 'C62', holds: '1' }],
    suppliers: [],
    substitutes: [],
    images: [],
    attributes: {},
  };
}

export function draftOf(product: Product): Draft {
  return {
    sku: product.sku,
    stockUom: product.stock_uom,
    nameFr: product.name_fr,
    nameEn: product.name_en,
    family: product.family_code,
    status: product.status,
    taxClass: product.tax_class,
    costing: product.costing_method ?? 'avco',
    tracking: product.tracking,
    isExpiryTracked: product.is_expiry_tracked,
    shelfLife: String(product.shelf_life_days ?? ''),
    weight: plain(product.weight_kg ?? ''),
    volume: plain(product.volume_m3 ?? ''),
    length: String(product.length_mm ?? ''),
    width: String(product.width_mm ?? ''),
    height: String(product.height_mm ?? ''),
    hs: product.hs_code ?? '',
    packagings: product.packagings.map(({ code, uom, numerator, denominator, gtin }) => ({
      key: key(),
      code,
      uom,
      holds: denominator > 1 ? `${numerator}/${denominator}` : String(numerator),
      gtin: gtin ?? '',
    })),
    suppliers: product.suppliers.map(({ supplier_id, supplier_sku, packaging_code, lead_time_days }) => ({
      key: key(),
      supplier: supplier_id,
      sku: supplier_sku,
      packaging: packaging_code,
      leadTime: String(lead_time_days),
    })),
    substitutes: product.substitutes.map(({ product_id, kind }) => ({ key: key(), product: product_id, kind })),
    images: product.images.map((each) => ({ ...each, key: key() })),
    attributes: product.attributes,
  };
}

/** What may be changed later, as the service takes it; null while a figure cannot be read. */
export function fieldsOf(draft: Draft): Omit<OfCatalog['ProductIn'], 'sku' | 'stock_uom'> | null {
  const factors = draft.packagings.map(({ holds }) => /^\s*(\d{1,9})(?:\s*\/\s*(\d{1,9}))?\s*$/.exec(holds));
  const whole = [draft.shelfLife, draft.length, draft.width, draft.height, ...draft.suppliers.map((it) => it.leadTime)];
  const decimals = [draft.weight, draft.volume];
  const isReadable =
    factors.every(Boolean) &&
    whole.every((typed) => /^\d{0,7}$/.test(typed.trim())) &&
    decimals.every((typed) => typed.trim() === '' || decimalOf(typed) !== null);
  if (!isReadable || !draft.family || !(draft.nameFr.trim() || draft.nameEn.trim())) return null;
  return {
    name_fr: draft.nameFr.trim(),
    name_en: draft.nameEn.trim(),
    family_code: draft.family,
    status: draft.status,
    tax_class: draft.taxClass.trim(),
    costing_method: draft.costing,
    tracking: draft.tracking,
    is_expiry_tracked: draft.isExpiryTracked && draft.tracking !== 'none',
    shelf_life_days: draft.isExpiryTracked && draft.tracking !== 'none' ? count(draft.shelfLife) : null,
    weight_kg: decimalOf(draft.weight),
    volume_m3: decimalOf(draft.volume),
    length_mm: count(draft.length),
    width_mm: count(draft.width),
    height_mm: count(draft.height),
    hs_code: draft.hs.trim() || null,
    packagings: draft.packagings.map(({ code, uom, gtin }, position) => ({
      code: code.trim(),
      uom: uom.trim(),
      numerator: Number(factors[position]?.[1]),
      denominator: Number(factors[position]?.[2] ?? 1),
      gtin: gtin.trim() || null,
    })),
    suppliers: draft.suppliers.map(({ supplier, sku, packaging, leadTime }) => ({
      supplier_id: supplier,
      supplier_sku: sku.trim(),
      packaging_code: packaging,
      lead_time_days: Number(leadTime),
    })),
    substitutes: draft.substitutes.map(({ product, kind }) => ({ product_id: product, kind })),
    images: draft.images.map(({ url, caption }) => ({ url: url.trim(), caption: caption.trim() })),
    attributes: Object.fromEntries(Object.entries(draft.attributes).filter(([, value]) => value.trim() !== '')),
  };
}

/** What products of a family say of themselves: the family's attributes and those of the families above it. */
export function attributesOf(families: readonly Family[], code: string): Attribute[] {
  const byCode = new Map(families.map((family) => [family.code, family]));
  const found: Attribute[] = [];
  const seen = new Set<string>();
  for (let at = byCode.get(code); at && !seen.has(at.code); at = byCode.get(at.parent_code ?? '')) {
    seen.add(at.code);
    found.unshift(...at.attributes);
  }
  return found;
}

function count(typed: string): number | null {
  return typed.trim() === '' ? null : Number(typed);
}
