import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { usePartner } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { mailTo } from '~/ui/mail';

type Link = OfPurchasing['InvitationOut'];

interface Props {
  rfq: OfPurchasing['RfqOut'];
  links: readonly Link[];
  onClose: () => void;
}

/** Each supplier's own link to his answer, which the service tells once only. */
export function LinksDialog({ rfq, links, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('invitation.links')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t(rfq.has_mail ? 'invitation.lettersHint' : 'invitation.linksHint')}</Text>
        {links.map((link) => (
          <LinkRow key={link.supplier_id} rfq={rfq} link={link} />
        ))}
        <Group justify="flex-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function LinkRow({ rfq, link }: { rfq: Props['rfq']; link: Link }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const supplier = usePartner(link.supplier_id);
  const isWritten = rfq.has_mail && rfq.suppliers.some((it) => it.supplier_id === link.supplier_id && it.email !== '');
  const address = location.origin + link.link;
  const inHisLanguage = i18n.getFixedT(supplier?.language === 'en' ? 'en' : 'fr');
  const values = { number: rfq.number, date: format.date(rfq.respond_by), address };
  return (
    <Group gap="xs" align="flex-end" role="group" aria-label={supplier?.name ?? ''}>
      <TextInput
        flex="1 1 260px"
        label={supplier?.name ?? ''}
        {...(isWritten ? { description: t('invitation.leaves', { to: supplier?.email }) } : {})}
        readOnly
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button
            size="sm"
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            variant="default"
            onClick={copy}
          >
            {t(copied ? 'quotes.copied' : 'quotes.copy')}
          </Button>
        )}
      </CopyButton>
      {supplier?.email && !isWritten ? (
        <Button
          size="sm"
          leftSection={<IconMail size={16} />}
          component="a"
          href={mailTo(
            supplier.email,
            inHisLanguage('invitation.mailSubject', values),
            inHisLanguage('invitation.mailText', values),
          )}
        >
          {t('invitation.mail')}
        </Button>
      ) : null}
    </Group>
  );
}
