import { ActionIcon, Alert, Group } from '@mantine/core';
import { IconLink, IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { PartnerName } from '~/ui/Name';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { LetterLine } from './LetterLine';
import { LinksDialog } from './LinksDialog';
import classes from './rfq.module.css';

type Link = OfPurchasing['InvitationOut'];

/** Who is asked and how he stands; while it is open, a new link for each of them, and others to ask. */
export function AskedSuppliers({ rfq, isOpen }: { rfq: OfPurchasing['RfqOut']; isOpen: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { links?: Link[] } | null };
  const [links, setLinks] = useState(state?.links ?? []);
  const invite = useAct({
    act: async (supplier: string) => {
      const params = { path: { rfq_id: rfq.id } };
      const body = { supplier_ids: [supplier] };
      const { data } = await api.POST('/api/purchasing/v1/rfqs/{rfq_id}/invite', { params, body });
      setLinks(data?.invitations ?? []);
    },
  });
  const send = useAct({
    act: (supplier: string) =>
      api.POST('/api/purchasing/v1/rfqs/{rfq_id}/suppliers/{supplier_id}/letter', {
        params: { path: { rfq_id: rfq.id, supplier_id: supplier } },
      }),
    done: () => t('invitation.sentAgain'),
  });
  const close = () => {
    setLinks([]);
    void navigate('.', { replace: true, state: null }); // shown once
  };
  return (
    <Card title={t('rfqs.suppliers')}>
      {isOpen && !rfq.has_mail ? (
        <Alert color="gray" mb="sm">
          {t('invitation.noMail')}
        </Alert>
      ) : null}
      <dl className={classes.standings}>
        {rfq.suppliers.map((it) => (
          <div key={it.supplier_id} className={classes.standing}>
            <dt>
              <PartnerName id={it.supplier_id} />
              <LetterLine supplier={it} hasMail={rfq.has_mail} />
            </dt>
            <dd>
              <Group gap="xs" wrap="nowrap">
                <StatusBadge list="rfqStanding" value={it.standing} />
                {isOpen && rfq.has_mail && it.email !== '' && it.letter?.delivery !== 'waiting' ? (
                  <ActionIcon
                    variant="default"
                    size={30}
                    title={t('invitation.sendMail')}
                    aria-label={t('invitation.sendMail')}
                    loading={send.isPending && send.variables === it.supplier_id}
                    onClick={() => send.mutate(it.supplier_id)}
                  >
                    <IconMail size={16} />
                  </ActionIcon>
                ) : null}
                {isOpen ? (
                  <ActionIcon
                    variant="default"
                    size={30}
                    title={t('invitation.newLink')}
                    aria-label={t('invitation.newLink')}
                    loading={invite.isPending && invite.variables === it.supplier_id}
                    onClick={() => invite.mutate(it.supplier_id)}
                  >
                    <IconLink size={16} />
                  </ActionIcon>
                ) : null}
              </Group>
            </dd>
          </div>
        ))}
      </dl>
      {isOpen ? (
        <div className={classes.more}>
          <PartnerPicker
            side="supplier"
            label={t('rfqs.addSupplier')}
            value=""
            onChange={(id) =>
              id && !rfq.suppliers.some(({ supplier_id }) => supplier_id === id) ? invite.mutate(id) : null
            }
          />
        </div>
      ) : null}
      {links.length > 0 ? <LinksDialog rfq={rfq} links={links} onClose={close} /> : null}
    </Card>
  );
}
