import type { OfCatalog } from '~/api/schemas';

type Product = OfCatalog['ProductOut'];

export type Part = Partial<Pick<Product, 'family_code' | 'status' | 'tax_class'>>;
export type Change = Part & Pick<Product, 'id' | 'version'>;

/** What was changed, as it was: unless somebody has changed it again meanwhile. */
export function asBefore(
  before: readonly (Required<Part> & Pick<Product, 'id' | 'version'>)[],
  changed: readonly Pick<Product, 'id' | 'version'>[],
  part: Part,
): Change[] {
  const versions = new Map(changed.map(({ id, version }) => [id, version]));
  return before.map((it) => ({
    id: it.id,
    version: versions.get(it.id) ?? it.version,
    ...('family_code' in part ? { family_code: it.family_code } : {}),
    ...('status' in part ? { status: it.status } : {}),
    ...('tax_class' in part ? { tax_class: it.tax_class } : {}),
  }));
}
