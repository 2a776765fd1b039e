import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { DecimalInput } from '~/ui/form/DecimalInput';

import type { ChargeLine } from './draft';
import classes from './entry.module.css';

interface Props {
  charge: ChargeLine;
  position: number;
  accounts: { value: string; label: string }[];
  taxClasses: { value: string; label: string }[];
  fault: (field: string) => string | undefined;
  onEdit: (part: Partial<ChargeLine>) => void;
  onRemove: () => void;
}

/** Freight, an expense, a landed cost that was expected: an account, a text, an amount. */
export function ChargeRow({ charge, position, accounts, taxClasses, fault, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const number = position + 1;
  return (
    <li className={classes.row} aria-label={t('billEntry.charge', { number })}>
      <div className={classes.fields}>
        <Select
          flex="1 1 200px"
          searchable
          limit={50}
          aria-label={t('billEntry.accountOf', { number })}
          placeholder={t('ledger.account')}
          data={accounts}
          value={charge.account || null}
          error={fault('account')}
          onChange={(account) => onEdit({ account: account ?? '' })}
        />
        <TextInput
          flex="1 1 160px"
          maxLength={200}
          aria-label={t('billEntry.labelOf', { number })}
          placeholder={t('ledger.label')}
          value={charge.label}
          error={fault('label')}
          onChange={(event) => onEdit({ label: event.currentTarget.value })}
        />
        <DecimalInput
          w={120}
          data-column="net"
          aria-label={t('billEntry.chargeNetOf', { number })}
          placeholder={t('common.net')}
          value={charge.net}
          error={fault('net_amount')}
          onChange={(net) => onEdit({ net })}
        />
        <Select
          w={150}
          aria-label={t('billEntry.chargeTaxOf', { number })}
          data={taxClasses}
          value={charge.taxClass}
          allowDeselect={false}
          onChange={(taxClass) => onEdit({ taxClass: taxClass ?? charge.taxClass })}
        />
        <ActionIcon size={30} aria-label={t('billEntry.removeCharge', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
    </li>
  );
}
