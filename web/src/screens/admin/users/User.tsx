import { Anchor, Badge, Button, MultiSelect, Stack, Text } from '@mantine/core';
import { IconDeviceFloppy, IconLockOpen, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { faultOf } from '~/ui/form/faults';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { Password } from './Password';
import { isRole, ROLES } from './roles';
import { UserHistory } from './UserHistory';

type Details = OfIdentity['UserOut'];

/** One person: the roles, whether he can sign in, and every change so far. */
export default function User() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const { id = '' } = useParams();
  const params = { path: { user_id: id } };
  const query = hooks.useQuery('get', '/api/identity/v1/users/{user_id}', { params });
  const signIn = hooks.useQuery('get', '/api/identity/v1/users/{user_id}/sign-in', { params });
  const { data: user, error } = query;
  useDocumentName(user?.display_name);
  if (error) return <PageTrouble title={t('screens.user')} error={error} onRetry={() => void query.refetch()} />;
  if (!user) return <PageSkeleton />;
  const limits = Object.entries(user.approval_limits);
  return (
    <Page
      title={user.display_name}
      badges={
        <Badge color={user.is_active ? 'green' : 'gray'}>{t(user.is_active ? 'users.active' : 'users.inactive')}</Badge>
      }
      note={user.username}
      actions={<UserActions user={user} isLocked={Boolean(signIn.data?.locked_until)} />}
    >
      <Columns
        main={
          <>
            <Roles key={user.version} user={user} />
            <UserHistory id={id} />
          </>
        }
        aside={
          <>
            <Card
              title={t('users.identity')}
              side={
                user.customer_id && may('identity.team.manage') ? (
                  <Anchor component={Link} to={`/users/of/${user.customer_id}`} size="sm">
                    {t('users.allOfCustomer')}
                  </Anchor>
                ) : null
              }
            >
              <Facts
                rows={[
                  [t('users.email'), user.email],
                  [t('common.customer'), user.customer_id && <PartnerName id={user.customer_id} />],
                  [t('common.site'), user.warehouses.join(', ')],
                  ...limits.map(([permission, amount]) => [permission, format.money(amount)] as const),
                ]}
              />
              <Text size="sm" c="dimmed">
                {user.roles.map((role) => word('roleName', role)).join(' · ')}
              </Text>
            </Card>
            {signIn.data ? (
              <Card title={t('users.signIn')}>
                <Facts
                  rows={[
                    [t('users.password'), t(signIn.data.has_password ? 'users.isSet' : 'users.isNotSet')],
                    [t('users.wrong'), format.number(signIn.data.wrong_passwords)],
                    [t('users.lockedUntil'), signIn.data.locked_until && format.time(signIn.data.locked_until)],
                    [t('users.sessions'), format.number(signIn.data.open_sign_ins)],
                  ]}
                />
              </Card>
            ) : null}
          </>
        }
      />
    </Page>
  );
}

function usePatch(user: Details) {
  const { t } = useTranslation();
  return useAct<OfIdentity['UserPatch']>({
    act: (body) =>
      api.PATCH('/api/identity/v1/users/{user_id}', {
        params: { path: { user_id: user.id }, header: { 'if-match': `"${user.version}"` } },
        body,
      }),
    done: () => t('users.changed', { name: user.display_name }),
  });
}

/** What he may do follows from the roles; the next sign-in has them. */
function Roles({ user }: { user: Details }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [roles, setRoles] = useState<string[]>(user.roles);
  const patch = usePatch(user);
  const isChanged = [...roles].sort().join() !== [...user.roles].sort().join();
  return (
    <Card title={t('users.roles')}>
      <Stack gap="sm" align="flex-start">
        <MultiSelect
          w="100%"
          aria-label={t('users.roles')}
          data={ROLES.map((value) => ({ value, label: word('roleName', value) }))}
          value={roles}
          readOnly={!may('identity.users.write')}
          error={faultOf(patch.error, 'roles')}
          onChange={setRoles}
        />
        {isChanged ? (
          <Button
            leftSection={<IconDeviceFloppy size={15} />}
            disabled={roles.length === 0}
            loading={patch.isPending}
            onClick={() => patch.mutate({ roles: roles.filter(isRole) })}
          >
            {t('common.save')}
          </Button>
        ) : null}
      </Stack>
    </Card>
  );
}

function UserActions({ user, isLocked }: { user: Details; isLocked: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const patch = usePatch(user);
  const unlock = useAct({
    act: () => api.POST('/api/identity/v1/users/{user_id}/unlock', { params: { path: { user_id: user.id } } }),
    done: () => t('users.unlocked', { name: user.display_name }),
  });
  if (!may('identity.users.write')) return null;
  return (
    <>
      {isLocked ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconLockOpen size={16} />}
          loading={unlock.isPending}
          onClick={() => unlock.mutate()}
        >
          {t('users.unlock')}
        </Button>
      ) : null}
      <Password user={user} />
      <Button
        size="sm"
        variant="default"
        leftSection={user.is_active ? <IconUserOff size={16} /> : <IconUserCheck size={16} />}
        loading={patch.isPending}
        onClick={() => patch.mutate({ is_active: !user.is_active })}
      >
        {t(user.is_active ? 'users.deactivate' : 'users.activate')}
      </Button>
    </>
  );
}
