import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';

import { FamilyPicker } from './FamilyPicker';
import type { Scope } from './scope';

interface Props {
  scope: Scope;
  onChange: (part: Partial<Scope>) => void;
  error?: unknown; // what the service refused, shown at its field
  hasCustomer?: boolean;
}

/** For whom and for what: each field left empty means any. */
export function ScopeFields({ scope, onChange, error, hasCustomer = true }: Props) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <FamilyPicker
        value={scope.family}
        error={faultOf(error, 'family_code')}
        onChange={(family) => onChange({ family })}
      />
      {hasCustomer ? (
        <PartnerPicker
          side="customer"
          label={t('common.customer')}
          value={scope.customer}
          onChange={(customer) => onChange({ customer })}
        />
      ) : null}
      <TextInput
        label={t('pricing.segment')}
        placeholder={t('pricing.everybody')}
        description={t('pricing.segmentHint')}
        value={scope.segment}
        error={faultOf(error, 'segment')}
        onChange={(event) => onChange({ segment: event.currentTarget.value })}
      />
      <TextInput
        label={t('pricing.channel')}
        placeholder={t('pricing.everyChannel')}
        description={t('pricing.channelHint')}
        value={scope.channel}
        error={faultOf(error, 'channel')}
        onChange={(event) => onChange({ channel: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
