import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Trouble } from '~/ui/Trouble';

import type { Member } from './useTeam';

/** The link by which a colleague chooses his password: to copy, or in a letter that the manager's own program sends. */
export function InvitationDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ['invitation', member.id, member.version],
    queryFn: async () => {
      const { data: made } = await api.POST('/api/identity/v1/team/{user_id}/invitation', {
        params: { path: { user_id: member.id } },
      });
      return made ?? null;
    },
    staleTime: Infinity,
    gcTime: 0, // nobody finds it later
  });
  const words = data
    ? t('portal.team.letter', { name: member.display_name, link: data.link, date: format.date(data.expires_at) })
    : '';
  const letter = new URLSearchParams({ subject: t('portal.team.subject'), body: words }).toString();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('portal.team.invitationOf', { name: member.display_name })}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        {error ? <Trouble error={error} /> : null}
        <Text>{t('portal.team.linkHint', { date: data ? format.date(data.expires_at) : '…' })}</Text>
        <TextInput readOnly label={t('portal.team.link')} value={data?.link ?? ''} />
        <Group gap="xs">
          <CopyButton value={data?.link ?? ''}>
            {({ copied, copy }) => (
              <Button
                disabled={!data}
                leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
                onClick={copy}
              >
                {t(copied ? 'portal.team.copied' : 'portal.team.copy')}
              </Button>
            )}
          </CopyButton>
          {data ? (
            <Button
              component="a"
              href={`mailto:${member.email}?${letter.replaceAll('+', '%20')}`}
              variant="default"
              leftSection={<IconMail size={15} aria-hidden />}
            >
              {t('portal.team.mail')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
}
