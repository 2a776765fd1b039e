import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { Arithmetic } from './Arithmetic';

/** What a customer owes for being late, with its arithmetic, before it is posted. */
export function NewCharge() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('accounting.late-charges.write')) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setIsOpen(true)}>
        {t('lateCharges.new')}
      </Button>
      {isOpen ? <Dialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Dialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [partner, setPartner] = useState('');
  const body = { partner_id: partner, currency: 'EUR', document_ids: [] };
  const post = useAct({
    act: async () => {
      const { data } = await api.POST('/api/accounting/v1/late-charges', { body });
      if (data) await navigate(`/late-charges/${data.id}`);
    },
    done: () => t('lateCharges.posted'),
  });
  // Once it is posted there is nothing left to propose.
  const proposal = hooks.useQuery(
    'post',
    '/api/accounting/v1/late-charges/propose',
    { body },
    { enabled: partner !== '' && !post.isPending && !post.isSuccess },
  );
  const found = partner ? proposal.data : undefined;
  const isEmpty = found?.documents.length === 0;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('lateCharges.new')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <PartnerPicker side="customer" label={t('common.customer')} value={partner} onChange={setPartner} />
        {proposal.error ? <Trouble error={proposal.error} /> : null}
        {isEmpty ? <Text c="dimmed">{t('lateCharges.nothing')}</Text> : null}
        {found && !isEmpty ? <Arithmetic documents={found.documents} currency="EUR" /> : null}
        <Group justify="space-between">
          <Text fw={600}>{found && !isEmpty ? format.money(found.total) : ''}</Text>
          <Group gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button size="sm" loading={post.isPending} disabled={!found || isEmpty} onClick={() => post.mutate()}>
              {t('lateCharges.post')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
