import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

/** Set a password; whoever is signed in with the old one is signed out. */
export function Password({ user }: { user: { id: string; display_name: string } }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [password, setPassword] = useState('');
  const set = useAct({
    act: () =>
      api.PUT('/api/identity/v1/users/{user_id}/password', {
        params: { path: { user_id: user.id } },
        body: { password },
      }),
    done: () => t('users.passwordSet', { name: user.display_name }),
  });
  const close = () => {
    setPassword('');
    setIsOpen(false);
  };
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconKey size={16} />} onClick={() => setIsOpen(true)}>
        {t('users.setPassword')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('users.setPassword')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set.mutate(undefined, { onSuccess: close });
          }}
        >
          <Stack gap="sm">
            <Text c="dimmed">{t('users.passwordHint')}</Text>
            <PasswordInput
              data-autofocus
              required
              autoComplete="new-password"
              label={t('users.password')}
              value={password}
              error={faultOf(set.error, 'password')}
              visibilityToggleButtonProps={{ 'aria-label': t('users.showPassword') }}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="sm" onClick={close}>
                {t('common.close')}
              </Button>
              <Button type="submit" size="sm" loading={set.isPending}>
                {t('common.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
