import { Anchor, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { usePartner, useProduct } from '~/api/names';

/** The name of a customer or supplier that a document knows by id. */
export function PartnerName({ id, isLink = false }: { id: string; isLink?: boolean }) {
  const partner = usePartner(id);
  if (partner === undefined) return <Skeleton height={10} width={110} />;
  if (partner === null) return '–';
  if (!isLink || !partner.is_customer) return partner.name;
  return (
    <Anchor component={Link} to={`/customers/${id}`} inherit underline="always">
      {partner.name}
    </Anchor>
  );
}

/** SKU and name of a product that a document knows by id. */
export function ProductName({ id, isLink = true }: { id: string; isLink?: boolean }) {
  const { i18n } = useTranslation();
  const product = useProduct(id);
  if (product === undefined) return <Skeleton height={10} width={160} />;
  if (product === null) return '–';
  const name = i18n.language === 'fr' ? product.name_fr : product.name_en;
  if (!isLink) return name;
  return (
    <Anchor component={Link} to={`/products/${id}`} inherit c="inherit">
      {name}
    </Anchor>
  );
}
