import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconLink, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { Card } from '~/ui/Card';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAct } from '~/ui/useAct';

import { InvitationDialog } from './InvitationDialog';
import { NewMember } from './NewMember';
import { RIGHTS } from './rights';
import classes from './Team.module.css';

export type Member = OfIdentity['MemberOut'];

const MOST = 200;

/** Who of the customer's company may come in, and what each may do. */
export default function Team() {
  const { t } = useTranslation();
  const [invited, setInvited] = useState<Member | null>(null);
  const params = { query: { sort: 'display_name', limit: MOST } };
  const query = hooks.useQuery('get', '/api/identity/v1/team', { params });
  const title = t('portal.menu.team');
  if (query.error) return <PageTrouble title={title} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  return (
    <Page title={title} note={t('portal.team.hint')} actions={<NewMember onMade={setInvited} />}>
      <Card>
        <ul className={classes.people}>
          {query.data.items.map((member) => (
            <Person key={`${member.id}.${member.version}`} member={member} onInvite={() => setInvited(member)} />
          ))}
        </ul>
      </Card>
      {invited ? <InvitationDialog member={invited} onClose={() => setInvited(null)} /> : null}
    </Page>
  );
}

function Person({ member, onInvite }: { member: Member; onInvite: () => void }) {
  const { t } = useTranslation();
  const name = member.display_name;
  const change = useAct<OfIdentity['MemberPatch']>({
    act: (body) =>
      api.PATCH('/api/identity/v1/team/{user_id}', {
        params: { path: { user_id: member.id }, header: { 'if-match': `"${member.version}"` } },
        body,
      }),
    done: () => t('portal.team.changed', { name }),
  });
  return (
    <li className={classes.person}>
      <Stack gap={0} flex="1 1 220px" miw={0}>
        <Group gap="xs">
          <Text fw={500} c={member.is_active ? undefined : 'dimmed'}>
            {name}
          </Text>
          {member.is_oneself ? <Badge>{t('portal.team.you')}</Badge> : null}
          {member.is_active ? null : <Badge color="gray">{t('portal.team.removed')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed" truncate>
          {member.email}
        </Text>
      </Stack>
      <Select
        w={210}
        aria-label={t('portal.team.rightOf', { name })}
        allowDeselect={false}
        disabled={member.is_oneself || !member.is_active}
        value={member.right}
        data={RIGHTS.map((value) => ({ value, label: t(`portal.team.rights.${value}`) }))}
        onChange={(right) => change.mutate({ right })}
      />
      <Group gap="xs" className={classes.acts ?? ''}>
        {member.is_oneself ? null : member.is_active ? (
          <>
            <Button
              variant="default"
              leftSection={<IconLink size={15} aria-hidden />}
              aria-label={t('portal.team.linkFor', { name })}
              onClick={onInvite}
            >
              {t('portal.team.link')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconUserOff size={15} aria-hidden />}
              loading={change.isPending}
              aria-label={t('portal.team.removeNamed', { name })}
              onClick={() => change.mutate({ is_active: false })}
            >
              {t('portal.team.remove')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            leftSection={<IconUserCheck size={15} aria-hidden />}
            loading={change.isPending}
            aria-label={t('portal.team.backNamed', { name })}
            onClick={() => change.mutate({ is_active: true })}
          >
            {t('portal.team.back')}
          </Button>
        )}
      </Group>
    </li>
  );
}
