import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

import { RIGHTS } from './rights';
import type { Member } from './Team';

const EMPTY: OfIdentity['MemberIn'] = { display_name: '', email: '', right: 'order' };

/** A colleague is added, and his invitation shown at once. */
export function NewMember({ onMade }: { onMade: (member: Member) => void }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(EMPTY);
  const attempt = useRef(crypto.randomUUID()); // sent twice, it is one colleague
  const add = useAct({
    act: async () => {
      try {
        const { data } = await api.POST('/api/identity/v1/team', {
          body: { ...typed, display_name: typed.display_name.trim(), email: typed.email.trim() },
          headers: { 'Idempotency-Key': attempt.current },
        });
        setIsOpen(false);
        if (data) onMade(data);
      } finally {
        attempt.current = crypto.randomUUID();
      }
    },
  });
  const field = (key: 'display_name' | 'email', label: string) => ({
    label,
    required: true,
    value: typed[key],
    error: faultOf(add.error, key) ?? (key === 'email' ? faultOf(add.error, 'username') : undefined),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  return (
    <>
      <Button
        leftSection={<IconUserPlus size={15} aria-hidden />}
        onClick={() => {
          setTyped(EMPTY);
          add.reset();
          setIsOpen(true);
        }}
      >
        {t('portal.team.add')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('portal.team.add')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Stack gap="sm">
            <TextInput data-autofocus {...field('display_name', t('portal.team.name'))} />
            <TextInput type="email" {...field('email', t('portal.team.email'))} />
            <Radio.Group
              label={t('portal.team.right')}
              value={typed.right}
              onChange={(right) => setTyped({ ...typed, right })}
            >
              <Stack gap={6} mt={4}>
                {RIGHTS.map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t(`portal.team.rights.${value}`)}
                    description={t(`portal.team.explained.${value}`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="sm" onClick={() => setIsOpen(false)}>
                {t('common.close')}
              </Button>
              <Button type="submit" size="sm" loading={add.isPending}>
                {t('portal.team.invite')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
