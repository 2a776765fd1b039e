import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  hint: string; // what removing it does
  onEdit: () => void;
  onRemove: () => void;
}

/** At the end of a row: change it, or remove it once that is confirmed. */
export function EditButtons({ name, hint, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const title = t('pricing.removeOf', { name });
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      <ActionIcon size={28} aria-label={t('pricing.edit', { name })} onClick={onEdit}>
        <IconPencil size={15} />
      </ActionIcon>
      <ActionIcon size={28} aria-label={title} onClick={() => setIsAsking(true)}>
        <IconTrash size={15} />
      </ActionIcon>
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title={title}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          <Text c="dimmed">{hint}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setIsAsking(false)}>
              {t('common.close')}
            </Button>
            <Button
              color="red"
              data-autofocus
              onClick={() => {
                setIsAsking(false);
                onRemove();
              }}
            >
              {t('common.remove')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}
