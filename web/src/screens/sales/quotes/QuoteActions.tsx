import { Button, Menu } from '@mantine/core';
import { IconArrowBack, IconCheck, IconDots, IconEdit, IconLink, IconSend, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { PaperMenu } from '~/ui/PaperMenu';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { AcceptDialog } from './AcceptDialog';
import { LinkDialog } from './LinkDialog';
import { RefuseDialog } from './RefuseDialog';
import { isChangeable, isRevisable, isWithdrawable } from './states';

type Asking = 'accept' | 'refuse' | 'withdraw';

/** What may be done with the quote now, by this person. */
export function QuoteActions({ offer }: { offer: OfSales['OfferOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const { number, edition, status } = offer;
  const params = { path: { offer_id: offer.offer_id } };
  const close = () => setAsking(null);

  const send = useAct({
    act: async () => (await api.POST('/api/sales/v1/offers/{offer_id}/send', { params })).data?.link ?? null,
  });
  const renew = useAct({
    act: async () => (await api.POST('/api/sales/v1/offers/{offer_id}/link', { params })).data?.link ?? null,
  });
  const withdraw = useAct({
    act: (reason: string) => api.POST('/api/sales/v1/offers/{offer_id}/withdraw', { params, body: { reason } }),
    done: () => t('quotes.withdrawn', { number }),
  });

  const mayWrite = may('sales.offers.write');
  const mayAnswer = may('sales.offers.answer');
  const isSent = status === 'sent';
  const canWithdraw = mayWrite && isWithdrawable(status);
  const canEdit = mayWrite && (isChangeable(status) || isRevisable(status));
  return (
    <>
      <PaperMenu
        name={`${number}-v${edition}.pdf`}
        load={(language) =>
          api.GET('/api/sales/v1/offers/{offer_id}/editions/{edition}/paper', {
            params: { path: { offer_id: offer.offer_id, edition }, query: { language } },
            parseAs: 'blob',
          })
        }
      />
      {canEdit ? (
        <Button
          component={Link}
          to={`/quotes/${offer.offer_id}/edit`}
          size="sm"
          variant="default"
          leftSection={<IconEdit size={16} />}
        >
          {t(isChangeable(status) ? 'quotes.edit' : 'quotes.revise')}
        </Button>
      ) : null}
      {mayWrite && isChangeable(status) ? (
        <Button
          size="sm"
          leftSection={<IconSend size={16} />}
          loading={send.isPending}
          onClick={() => send.mutate(undefined, { onSuccess: setLink })}
        >
          {t('quotes.send')}
        </Button>
      ) : null}
      {mayAnswer && isSent ? (
        <Button size="sm" leftSection={<IconCheck size={16} />} onClick={() => setAsking('accept')}>
          {t('quotes.accept')}
        </Button>
      ) : null}
      {canWithdraw || (isSent && (mayWrite || mayAnswer)) ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button size="sm" variant="default" px={8} aria-label={t('palette.actions')}>
              <IconDots size={18} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWrite && isSent ? (
              <Menu.Item
                leftSection={<IconLink size={16} />}
                onClick={() => renew.mutate(undefined, { onSuccess: setLink })}
              >
                {t('quotes.newLink')}
              </Menu.Item>
            ) : null}
            {mayAnswer && isSent ? (
              <Menu.Item leftSection={<IconX size={16} />} onClick={() => setAsking('refuse')}>
                {t('quotes.refuse')}
              </Menu.Item>
            ) : null}
            {canWithdraw ? (
              <Menu.Item color="red" leftSection={<IconArrowBack size={16} />} onClick={() => setAsking('withdraw')}>
                {t('quotes.withdraw')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {link ? <LinkDialog link={link} onClose={() => setLink(null)} /> : null}
      {asking === 'accept' ? (
        <AcceptDialog offer={offer} onClose={close} onOrdered={(order) => void navigate(`/orders/${order}`)} />
      ) : null}
      {asking === 'refuse' ? <RefuseDialog offer={offer} onClose={close} /> : null}
      <ReasonDialog
        title={t('quotes.withdraw')}
        hint={t('quotes.withdrawHint')}
        isOpen={asking === 'withdraw'}
        isBusy={withdraw.isPending}
        onClose={close}
        onGive={(reason) => withdraw.mutate(reason, { onSuccess: close })}
      />
    </>
  );
}
