import { Modal, Select, Stack, Text } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Facts } from '~/ui/Facts';
import { Trouble } from '~/ui/Trouble';

import { SaleFields, type Sale } from '../shared/SaleFields';
import { ROLES } from './roles';

/** What somebody of a role may grant on a sale, alone and with whose approval. */
export function LimitTest({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [sale, setSale] = useState<Sale>({ customer: '', product: '', channel: 'field' });
  const [role, setRole] = useState('sales');
  const isWhole = sale.customer !== '' && sale.product !== '' && sale.channel.trim() !== '';
  const found = useQuery({
    queryKey: ['limit-test', sale, role],
    queryFn: isWhole
      ? async () => {
          const body = {
            customer_id: sale.customer,
            product_id: sale.product,
            channel: sale.channel.trim(),
            roles: [role],
          };
          return (await api.POST('/api/pricing/v1/discount-limits/explain', { body })).data;
        }
      : skipToken,
    retry: false,
  });
  const { data } = found;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('pricing.test')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('pricing.testNote')}</Text>
        <SaleFields sale={sale} onChange={setSale} />
        <Select
          label={t('limits.role')}
          data={ROLES.map((value) => ({ value, label: word('roleName', value) }))}
          value={role}
          allowDeselect={false}
          onChange={(chosen) => setRole(chosen ?? role)}
        />
        {found.error ? <Trouble error={found.error} /> : null}
        {data ? (
          <Facts
            rows={[
              [t('limits.aloneToday'), format.exactRate(data.alone)],
              ...data.levels.map(
                ({ level, max_rate: rate }) =>
                  [t('limits.with', { level: word('level', level) }), format.exactRate(rate)] as const,
              ),
            ]}
          />
        ) : null}
      </Stack>
    </Modal>
  );
}
