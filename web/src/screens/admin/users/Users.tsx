import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { NewUser } from './NewUser';
import { isRole, ROLES } from './roles';

type User = OfIdentity['UserOut'];

/** Who can sign in, and in which roles. */
export default function Users() {
  const { t } = useTranslation();
  const word = useWord();
  const rolesOf = (it: User) => it.roles.map((role) => word('roleName', role)).join(', ');
  const state = (it: User) => t(it.is_active ? 'users.active' : 'users.inactive');
  const columns: Column<User>[] = [
    {
      key: 'name',
      title: t('users.name'),
      cell: (it) => it.display_name,
      text: (it) => it.display_name,
      sort: 'display_name',
      onPhone: 'title',
    },
    {
      key: 'username',
      title: t('users.username'),
      cell: (it) => it.username,
      text: (it) => it.username,
      sort: 'username',
      onPhone: 'line',
    },
    { key: 'roles', title: t('users.roles'), cell: rolesOf, text: rolesOf, onPhone: 'line' },
    { key: 'email', title: t('users.email'), cell: (it) => it.email ?? '–', text: (it) => it.email },
    {
      key: 'state',
      title: t('common.status'),
      cell: (it) => <Badge color={it.is_active ? 'green' : 'gray'}>{state(it)}</Badge>,
      text: state,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'q', label: t('users.search') },
    {
      kind: 'choice',
      key: 'role',
      label: t('users.role'),
      options: ROLES.map((value) => ({ value, label: word('roleName', value) })),
    },
    { kind: 'tick', key: 'is_active', label: t('users.activeOnly') },
  ];
  return (
    <List
      id="users"
      title={t('screens.users')}
      columns={columns}
      filters={filters}
      defaultSort="display_name"
      load={async ({ q = '', role = '', is_active }, asked) => {
        const query = {
          ...asked,
          q,
          ...(isRole(role) ? { role } : {}),
          ...(is_active === 'true' ? { is_active: true } : {}),
        };
        const { data } = await api.GET('/api/identity/v1/users', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/users/${it.id}`}
      actions={<NewUser />}
    />
  );
}
