import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { useAct } from '~/ui/useAct';

import { isOfCustomer, isRole, ROLES } from './roles';

const EMPTY = { username: '', display_name: '', email: '', roles: [] as string[], customer: '' };

/** A new colleague; the password is set on his page. */
export function NewUser() {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(EMPTY);
  const isPortal = typed.roles.some(isOfCustomer);
  const create = useAct({
    act: async () => {
      const { username, display_name, email, roles, customer } = typed;
      const { data } = await api.POST('/api/identity/v1/users', {
        body: {
          username,
          display_name,
          roles: roles.filter(isRole),
          email: email.trim() || null,
          customer_id: isPortal ? customer || null : null,
        },
      });
      if (data) await navigate(`/users/${data.id}`);
    },
    done: () => t('users.created', { name: typed.display_name }),
  });
  if (!may('identity.users.write')) return null;
  const field = (key: 'username' | 'display_name' | 'email', label: string) => ({
    label,
    value: typed[key],
    error: faultOf(create.error, key),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  return (
    <>
      <Button
        leftSection={<IconUserPlus size={15} />}
        onClick={() => {
          setTyped(EMPTY);
          create.reset();
          setIsOpen(true);
        }}
      >
        {t('users.new')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('users.new')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <Stack gap="sm">
            <TextInput data-autofocus required {...field('display_name', t('users.name'))} />
            <TextInput required {...field('username', t('users.username'))} />
            <TextInput {...field('email', t('users.email'))} />
            <MultiSelect
              label={t('users.roles')}
              data={ROLES.map((value) => ({ value, label: word('roleName', value) }))}
              value={typed.roles}
              error={faultOf(create.error, 'roles')}
              onChange={(roles) => setTyped({ ...typed, roles })}
            />
            {isPortal ? (
              <PartnerPicker
                side="customer"
                label={t('common.customer')}
                value={typed.customer}
                onChange={(customer) => setTyped({ ...typed, customer })}
              />
            ) : null}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="sm" onClick={() => setIsOpen(false)}>
                {t('common.close')}
              </Button>
              <Button type="submit" size="sm" loading={create.isPending} disabled={typed.roles.length === 0}>
                {t('common.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
