import { Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDots, IconLink, IconMail, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useAct } from '~/ui/useAct';

import { RIGHTS } from './rights';
import classes from './Team.module.css';
import type { Limit, Member } from './useTeam';

interface Props {
  member: Member;
  limit: Limit | undefined;
  onEdit: () => void;
  onInvite: () => void;
}

/** One colleague: whether he has come in, what he may do, what he may order. */
export function Person({ member, limit, onEdit, onInvite }: Props) {
  const { t } = useTranslation();
  const name = member.display_name;
  return (
    <li className={classes.person}>
      <Stack gap={2} flex="1 1 240px" miw={0}>
        <Group gap="xs">
          <Text fw={500} c={member.is_active ? undefined : 'dimmed'}>
            {name}
          </Text>
          {member.is_oneself ? <Badge>{t('portal.team.you')}</Badge> : null}
          <State member={member} />
        </Group>
        <Text size="sm" c="dimmed" truncate>
          {member.email}
        </Text>
        <LetterLine member={member} />
      </Stack>
      <Stack gap={4} flex="1 1 240px">
        <Group gap={6}>
          {RIGHTS.filter((it) => member.rights.includes(it)).map((it) => (
            <Badge key={it} variant="light" color={it === 'manage' ? 'grape' : 'blue'}>
              {t(`portal.team.short.${it}`)}
            </Badge>
          ))}
          {member.rights.length === 0 ? <Badge color="gray">{t('portal.team.short.look')}</Badge> : null}
        </Group>
        {member.rights.includes('order') ? <LimitLine limit={limit} /> : null}
      </Stack>
      <Group gap="xs" className={classes.acts ?? ''}>
        {member.is_oneself ? null : <Acts member={member} onEdit={onEdit} onInvite={onInvite} />}
      </Group>
    </li>
  );
}

function State({ member }: { member: Member }) {
  const { t } = useTranslation();
  if (!member.is_active) return <Badge color="gray">{t('portal.team.removed')}</Badge>;
  return member.has_password ? null : <Badge color="orange">{t('portal.team.invited')}</Badge>;
}

/** Where the last letter of whoever has not come in yet is. */
function LetterLine({ member: { letter, has_password, is_active } }: { member: Member }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!letter || has_password || !is_active) return null;
  const isFailed = letter.delivery === 'failed';
  return (
    <Text size="xs" c={isFailed ? 'red.9' : 'dimmed'}>
      {t(`portal.team.letters.${letter.delivery}`, {
        at: format.time(letter.asked_at),
        until: format.date(letter.expires_at),
      })}
      {isFailed ? ` ${letter.error}` : ''}
    </Text>
  );
}

function LimitLine({ limit }: { limit: Limit | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = [
    limit?.per_order ? t('portal.team.anOrder', { amount: format.money(limit.per_order) }) : null,
    limit?.per_month
      ? t('portal.team.aMonth', { amount: format.money(limit.per_month), spent: format.money(limit.spent) })
      : null,
  ].filter(Boolean);
  return (
    <Text size="xs" c="dimmed">
      {said.length > 0 ? said.join(' · ') : t('portal.team.noLimit')}
    </Text>
  );
}

function Acts({ member, onEdit, onInvite }: { member: Member; onEdit: () => void; onInvite: () => void }) {
  const { t, i18n } = useTranslation();
  const name = member.display_name;
  const path = { user_id: member.id };
  const change = useAct<OfIdentity['MemberPatch']>({
    act: (body) =>
      api.PATCH('/api/identity/v1/team/{user_id}', {
        params: { path, header: { 'if-match': `"${member.version}"` } },
        body,
      }),
    done: () => t('portal.team.changed', { name }),
  });
  const send = useAct({
    act: () =>
      api.POST('/api/identity/v1/team/{user_id}/letter', {
        params: { path },
        body: { language: i18n.language.startsWith('en') ? 'en' : 'fr' },
      }),
    done: () => t('portal.team.sent', { name }),
  });
  if (!member.is_active)
    return (
      <Button
        variant="default"
        leftSection={<IconUserCheck size={15} aria-hidden />}
        loading={change.isPending}
        aria-label={t('portal.team.backNamed', { name })}
        onClick={() => change.mutate({ is_active: true })}
      >
        {t('portal.team.back')}
      </Button>
    );
  return (
    <>
      <Button variant="default" aria-label={t('portal.team.editNamed', { name })} onClick={onEdit}>
        {t('portal.team.edit')}
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('portal.team.more', { name })}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMail size={15} aria-hidden />} onClick={() => send.mutate()}>
            {t(member.has_password ? 'portal.team.sendPassword' : 'portal.team.send')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLink size={15} aria-hidden />} onClick={onInvite}>
            {t('portal.team.link')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconUserOff size={15} aria-hidden />}
            onClick={() => change.mutate({ is_active: false })}
          >
            {t(member.has_password ? 'portal.team.remove' : 'portal.team.withdraw')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
